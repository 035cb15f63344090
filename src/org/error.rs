//! Every way in which the registers of who and where can say no.

use crate::base::{Argument, Day, Refuse};

/// A rule of the registers said no.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The code stands for something else already.
    #[error("the code {code} is taken")]
    Taken {
        /// The key of the register's word.
        register: &'static str,
        /// The code.
        code: String,
        /// The name it stands for.
        name: String,
    },
    /// A site that the register does not have.
    #[error("no site {code}")]
    UnknownSite {
        /// The code as it was written.
        code: String,
        /// The nearest known code.
        nearest: Option<String>,
    },
    /// A department that the register does not have.
    #[error("no department {code}")]
    UnknownDepartment {
        /// The code as it was written.
        code: String,
        /// The nearest known code.
        nearest: Option<String>,
    },
    /// A person that the register does not have.
    #[error("no staff {code}")]
    UnknownStaff {
        /// The code as it was written.
        code: String,
        /// The nearest known code.
        nearest: Option<String>,
    },
    /// A person left before the first day of work.
    #[error("{code} left on {left}, before {entered}")]
    LeftEarly {
        /// The code.
        code: String,
        /// The first day of work.
        entered: Day,
        /// The last one.
        left: Day,
    },
    /// A name is missing.
    #[error("a name is missing")]
    Nameless {
        /// The code.
        code: String,
    },
}

impl Refuse for Refusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Taken { .. } => "org.taken",
            Self::UnknownSite { nearest: None, .. } => "org.unknown_site",
            Self::UnknownSite { nearest: Some(_), .. } => "org.unknown_site_near",
            Self::UnknownDepartment { nearest: None, .. } => "org.unknown_department",
            Self::UnknownDepartment { nearest: Some(_), .. } => "org.unknown_department_near",
            Self::UnknownStaff { nearest: None, .. } => "org.unknown_staff",
            Self::UnknownStaff { nearest: Some(_), .. } => "org.unknown_staff_near",
            Self::LeftEarly { .. } => "org.left_early",
            Self::Nameless { .. } => "org.nameless",
        }
    }

    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        match self {
            Self::Taken { register, code, name } => vec![
                ("register", Argument::key(*register)),
                ("code", code.into()),
                ("name", name.into()),
            ],
            Self::UnknownSite { code, nearest }
            | Self::UnknownDepartment { code, nearest }
            | Self::UnknownStaff { code, nearest } => {
                let mut arguments = vec![("code", code.into())];
                arguments.extend(nearest.iter().map(|nearest| ("nearest", nearest.into())));
                arguments
            }
            Self::LeftEarly { code, entered, left } => vec![
                ("code", code.into()),
                ("entered", Argument::of(entered)),
                ("left", Argument::of(left)),
            ],
            Self::Nameless { code } => vec![("code", code.into())],
        }
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            Self::Taken { .. } | Self::UnknownStaff { .. } => Some("code"),
            Self::LeftEarly { .. } => Some("left"),
            Self::UnknownSite { .. } => Some("site"),
            Self::UnknownDepartment { .. } => Some("department"),
            Self::Nameless { .. } => Some("name"),
        }
    }
}
