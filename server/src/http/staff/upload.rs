//! A form of the back office that brings a file: its short fields and the file.
use std::time::Duration;

use app::form::fields::Fields;
use axum::extract::{FromRequest as _, Multipart, Request};

use super::super::{
    error::AppError,
    session::Signed,
    upload::{File, Part, Upload},
};
use crate::{crypto::token, state::AppState};

/// The whole form must have arrived by then.
const TIME: Duration = Duration::from_secs(120);

/// A multipart form whose session token was right.
pub(super) struct StaffUpload {
    pub fields: Fields,
    /// `None` when none was picked.
    pub file: Option<File>,
}

impl StaffUpload {
    /// Reads the form of somebody who is signed in; one file of the field `field`, up to `most` bytes.
    /// The right to send it is to be asked for before: nothing of the body is read until here.
    pub async fn read(
        state: &AppState,
        signed: &Signed,
        request: Request,
        (field, most): (&'static str, usize),
    ) -> Result<Self, AppError> {
        let form = Multipart::from_request(request, state).await.map_err(|_| AppError::WrongType)?;
        let mut upload = Upload::new(form, field, 1, most, TIME).with_fields();
        let (mut fields, mut file) = (Vec::new(), None);
        while let Some(part) = upload.next().await? {
            match part {
                Part::File(found) => file = Some(found),
                Part::Go(value) => fields.push(("go".to_owned(), value)),
                Part::Field(name, value) => fields.push((name, value)),
                Part::Surplus => {}
            }
        }
        let fields = Fields::new(fields);
        if !token::same(fields.raw("csrf").as_bytes(), signed.csrf.as_bytes()) {
            return Err(AppError::CrossSite);
        }
        Ok(Self { fields, file })
    }
}
