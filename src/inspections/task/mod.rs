//! Tasks of the year's plan (年度工作任务): who does what by when, and what became of it.
//!
//! A task without an owner or a deadline is refused (责任到人、时间明确). A deadline moves only while
//! it has not passed, by somebody else than the owner, and the first one is kept. What is cancelled
//! after its deadline stays undone. Look next at `state.rs`.

mod deadline;
mod error;
mod event;
mod list;
mod request;
mod state;
#[cfg(test)]
mod tests;

pub use deadline::deadline;
pub use error::TaskRefusal;
pub use event::{TaskEvent, TaskKind};
pub use list::{
    TaskHistory, TaskOptions, TaskTally, TaskWhich, Tasks, TasksOf, task_history, tasks,
};
pub use request::{TaskRequest, TaskStep, TaskStepRequest, add_task, step_task};
pub use state::{Task, TaskDone, TaskEnd, TaskState};
