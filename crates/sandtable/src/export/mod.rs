//! Layer 9: a log into bytes of other programs' formats, one file a format. GeoJSON and ACMI come with "The whole exercise".
