//! Request and response types an island or an API client may use.
