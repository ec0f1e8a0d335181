//! `record!`: one declaration gives the struct, its reading and its JSON Schema.

/// Declares a mapping with fixed keys: `required key: Type = "key"` or `optional key: Type = "key"`.
///
/// `part name: Type = ""` takes in the keys of another record, which stand in the same mapping.
///
/// Unknown keys are refused with the nearest known one; `source:` is known everywhere.
macro_rules! record {
    (
        $(#[doc = $about:literal])+
        $vis:vis struct $name:ident {
            $( $(#[doc = $doc:literal])+ $need:ident $field:ident : $kind:ty = $key:literal, )*
        }
    ) => {
        $(#[doc = $about])+
        #[derive(Clone, Debug)]
        $vis struct $name {
            $( $(#[doc = $doc])+ pub $field: $crate::scenario::read::record_type!($need $kind), )*
            /// Keys that are written and could not be read: reported, and not to be missed again.
            pub broken: Vec<&'static str>,
            /// Where the mapping stands.
            pub span: $crate::scenario::source_map::Span,
        }

        impl $crate::scenario::read::Record for $name {
            fn keys(all: &mut Vec<&'static str>) {
                $( $crate::scenario::read::record_keys!($need $kind, $key, all); )*
            }

            fn read_fields(
                node: &$crate::scenario::node::Node,
                at: &str,
                cx: &mut $crate::scenario::read::Reader<'_>,
                #[allow(unused_mut)] mut broken: Vec<&'static str>,
            ) -> Option<Self> {
                $(
                    let $field = $crate::scenario::read::record_read!(
                        $need $kind, $key, node, at, cx, broken
                    );
                )*
                Some($name {
                    $( $field: $crate::scenario::read::record_take!($need $field), )*
                    broken,
                    span: node.span,
                })
            }
        }

        impl $crate::scenario::read::Read for $name {
            fn read(
                node: &$crate::scenario::node::Node,
                at: &str,
                cx: &mut $crate::scenario::read::Reader<'_>,
            ) -> Option<Self> {
                const NEEDED: &[&str] = &[$($crate::scenario::read::record_needed!($need $key)),*];
                let mut keys = Vec::new();
                <$name as $crate::scenario::read::Record>::keys(&mut keys);
                let broken = $crate::scenario::read::check_keys(node, &keys, NEEDED, cx)?;
                <$name as $crate::scenario::read::Record>::read_fields(node, at, cx, broken)
            }

            fn schema() -> serde_json::Value {
                #[allow(unused_mut)]
                let mut properties = serde_json::Map::new();
                $(
                    $crate::scenario::read::record_schema!(
                        $need $kind, $key, &[$($doc),*], properties
                    );
                )*
                $crate::scenario::read::object_schema(
                    &[$($about),*],
                    properties,
                    &[$($crate::scenario::read::record_needed!($need $key)),*],
                )
            }
        }
    };
}

/// The stored type of a field.
macro_rules! record_type {
    (required $kind:ty) => { $kind };
    (optional $kind:ty) => { Option<$kind> };
    (part $kind:ty) => { $kind };
}

/// The key if it is required, else nothing (an empty text, which no key equals).
macro_rules! record_needed {
    (required $key:literal) => {
        $key
    };
    ($other:ident $key:literal) => {
        ""
    };
}

/// Adds the key of a field, or the keys of a part.
macro_rules! record_keys {
    (part $kind:ty, $key:literal, $all:ident) => {
        <$kind as $crate::scenario::read::Record>::keys($all)
    };
    ($need:ident $kind:ty, $key:literal, $all:ident) => {
        $all.push($key)
    };
}

/// Reads a field, or a part.
macro_rules! record_read {
    (part $kind:ty, $key:literal, $node:ident, $at:ident, $cx:ident, $broken:ident) => {
        <$kind as $crate::scenario::read::Record>::read_fields($node, $at, $cx, $broken.clone())
    };
    ($need:ident $kind:ty, $key:literal, $node:ident, $at:ident, $cx:ident, $broken:ident) => {
        $crate::scenario::read::field($node, $key).and_then(|child| {
            let path = $crate::scenario::read::join($at, $key);
            let read = <$kind as $crate::scenario::read::Read>::read(child, &path, $cx);
            if read.is_none() {
                $broken.push($key);
            }
            read
        })
    };
}

/// The schema of a field, or of all fields of a part.
macro_rules! record_schema {
    (part $kind:ty, $key:literal, $doc:expr, $properties:ident) => {
        if let serde_json::Value::Object(mut part) =
            <$kind as $crate::scenario::read::Read>::schema()
            && let Some(serde_json::Value::Object(inner)) = part.remove("properties")
        {
            $properties.extend(inner);
        }
    };
    ($need:ident $kind:ty, $key:literal, $doc:expr, $properties:ident) => {
        let mut field = <$kind as $crate::scenario::read::Read>::schema();
        $crate::scenario::read::describe(&mut field, $doc);
        $properties.insert($key.to_owned(), field);
    };
}

/// Unwraps a required field or a part (its absence or mistake was already reported).
macro_rules! record_take {
    (optional $field:ident) => {
        $field
    };
    ($other:ident $field:ident) => {
        $field?
    };
}

pub(crate) use {
    record, record_keys, record_needed, record_read, record_schema, record_take, record_type,
};
