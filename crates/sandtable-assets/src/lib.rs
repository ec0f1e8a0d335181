//! The data that sandtable carries with it: catalogue, scenarios, validation cases, maps.
