//! Facts: values and relations that the text states.
