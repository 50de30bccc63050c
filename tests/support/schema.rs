//! Does a JSON value have the shape its schema says? As much of JSON Schema as descriptions of ours use.
use std::collections::BTreeSet;

use serde_json::Value;

/// Where a value has a field too few, a field too many, or another type than its schema says. `document` holds what
/// `$ref` points to.
pub fn misfits(document: &Value, schema: &Value, value: &Value, at: &str) -> Vec<String> {
    let mut fit = Fit { document, known: BTreeSet::new(), wrong: Vec::new() };
    fit.check(schema, value, at);
    let Fit { known, mut wrong, .. } = fit;
    if let Some(object) = value.as_object() {
        let extra = object.keys().filter(|key| !known.contains(*key));
        wrong.extend(extra.map(|key| format!("{at}.{key}: not in the schema")));
    }
    wrong
}

struct Fit<'a> {
    document: &'a Value,
    /// Fields that some part of the schema speaks of
    known: BTreeSet<String>,
    wrong: Vec<String>,
}

impl<'a> Fit<'a> {
    fn check(&mut self, schema: &'a Value, value: &Value, at: &str) {
        if let Some(name) = schema["$ref"].as_str() {
            let target = self.document.pointer(name.trim_start_matches('#'));
            return self.check(target.unwrap_or_else(|| panic!("{at}: {name} leads nowhere")), value, at);
        }
        for part in schema["allOf"].as_array().into_iter().flatten() {
            self.check(part, value, at);
        }
        if let Some(choices) = schema["oneOf"].as_array()
            && !choices.iter().any(|choice| misfits(self.document, choice, value, at).is_empty())
        {
            self.wrong.push(format!("{at}: {value} is none of {choices:?}"));
        }
        self.kind(schema, value, at);
        self.fields(schema, value, at);
        if let Some(values) = value.as_array() {
            let each = |(n, value)| misfits(self.document, &schema["items"], value, &format!("{at}[{n}]"));
            let wrong: Vec<String> = values.iter().enumerate().flat_map(each).collect();
            self.wrong.extend(wrong);
        }
    }

    fn kind(&mut self, schema: &Value, value: &Value, at: &str) {
        let types = match &schema["type"] {
            Value::String(one) => vec![one.as_str()],
            Value::Array(several) => several.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        };
        let is = match value {
            Value::Null => "null",
            Value::Bool(_) => "boolean",
            Value::Number(_) => "integer",
            Value::String(_) => "string",
            Value::Array(_) => "array",
            Value::Object(_) => "object",
        };
        if !types.is_empty() && !types.contains(&is) {
            self.wrong.push(format!("{at}: {is} where {types:?} is described"));
        }
        if schema["enum"].as_array().is_some_and(|choices| !choices.contains(value)) {
            self.wrong.push(format!("{at}: {value} is not in the enumeration"));
        }
    }

    fn fields(&mut self, schema: &Value, value: &Value, at: &str) {
        for field in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            if value.get(field).is_none() {
                self.wrong.push(format!("{at}.{field}: missing"));
            }
        }
        for (field, inner) in schema["properties"].as_object().into_iter().flatten() {
            self.known.insert(field.clone());
            if let Some(value) = value.get(field) {
                self.wrong.extend(misfits(self.document, inner, value, &format!("{at}.{field}")));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_field_too_few_too_many_or_of_another_type_is_found() {
        let document = json!({ "a": { "type": "object", "required": ["n"], "properties": { "n": { "type": ["integer", "null"] } } } });
        let schema = json!({ "type": "array", "items": { "$ref": "#/a" } });
        let faults = |value: Value| misfits(&document, &schema, &value, "v");
        assert!(faults(json!([{ "n": 1 }, { "n": null }])).is_empty());
        assert_eq!(faults(json!([{}])), ["v[0].n: missing"]);
        assert_eq!(faults(json!([{ "n": 1, "name": "x" }])), ["v[0].name: not in the schema"]);
        assert_eq!(faults(json!([{ "n": "1" }])).len(), 1);
        assert_eq!(faults(json!({})).len(), 1);
    }
}
