//! Sessions of ONNX Runtime: one a worker, weights shared. The only file that speaks to `ort`.

use std::borrow::Cow;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use ndarray::{Array2, ArrayView3};
use ort::environment::Environment;
use ort::session::builder::{GraphOptimizationLevel, PrepackedWeights};
use ort::session::{Session as OrtSession, SessionInputValue};
use ort::value::{TensorElementType, TensorRef, ValueType};

use super::batch::Batch;
use super::folder::{Graph, ModelError, ModelFolder};
use super::runtime::{Runtime, RuntimeError};

/// Makes sessions of one model that share the environment and the prepacked weights.
pub struct SessionFactory {
    environment: Environment,
    weights: PrepackedWeights,
    graph: Graph,
    folder: PathBuf,
    labels: usize,
    first_position: i64,
    intra_threads: usize,
    precise: bool,
}

/// How sessions run.
#[derive(Debug, Clone, Copy)]
pub struct SessionOptions {
    /// Threads inside an operator; 1 where workers run side by side.
    pub intra_threads: usize,
    /// Exact 8-bit products on CPUs without VNNI (`session.x64quantprecision`), slower.
    pub precise: bool,
}

impl Default for SessionOptions {
    fn default() -> Self {
        Self { intra_threads: 1, precise: false }
    }
}

/// What a graph wants as one of its inputs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Ids,
    Mask,
    Types,
    Positions,
}

/// A loaded graph, ready to run.
pub struct Session {
    inner: OrtSession,
    /// Role and name of each input, and whether it takes 32-bit integers.
    inputs: Vec<(Role, String, bool)>,
    output: String,
    labels: usize,
    first_position: i64,
}

impl SessionFactory {
    /// Loads the library and makes the environment; the graph is read by [`SessionFactory::session`].
    ///
    /// # Errors
    /// [`RuntimeError::Refused`] if `ort` does not accept the library after all.
    pub fn new(runtime: &Runtime, folder: &ModelFolder, options: SessionOptions) -> Result<Self, RuntimeError> {
        let environment = environment(runtime)?;
        Ok(Self {
            environment,
            weights: PrepackedWeights::new(),
            graph: folder.graph.clone(),
            folder: folder.path.clone(),
            labels: folder.labels.len(),
            first_position: folder.first_position().into(),
            intra_threads: options.intra_threads,
            precise: options.precise,
        })
    }

    /// Reads the graph and checks its inputs and outputs.
    ///
    /// # Errors
    /// [`ModelError::Invalid`] with what ONNX Runtime says of the file, or which input or output is not as expected.
    pub fn session(&self) -> Result<Session, ModelError> {
        let file = match &self.graph {
            Graph::File(path) => path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned()),
            Graph::Embedded(_) => "model.onnx".to_owned(),
        };
        let invalid = |reason: String| ModelError::Invalid { folder: self.folder.clone(), file: file.clone(), reason };
        let inner = self.load().map_err(|error| {
            invalid(format!(
                "ONNX Runtime cannot read it ({}): export or copy it again",
                first_line(&error.to_string())
            ))
        })?;
        Session::check(inner, self.labels, self.first_position).map_err(invalid)
    }

    fn load(&self) -> ort::Result<OrtSession> {
        let mut builder = OrtSession::builder(&self.environment)?
            .with_optimization_level(GraphOptimizationLevel::All)?
            .with_intra_threads(self.intra_threads)?
            .with_inter_threads(1)?
            .with_intra_op_spinning(false)?
            .with_memory_pattern(false)?
            .with_prepacked_weights(&self.weights)?;
        if self.precise {
            builder = builder.with_precise_qmm()?;
        }
        match &self.graph {
            Graph::File(path) => builder.commit_from_file(path),
            Graph::Embedded(bytes) => builder.commit_from_memory(bytes),
        }
    }
}

/// ONNX Runtime has one environment in a process, made once and never again; all factories share it.
static ENVIRONMENT: Mutex<Option<Environment>> = Mutex::new(None);

fn environment(runtime: &Runtime) -> Result<Environment, RuntimeError> {
    let refused = |reason: String| RuntimeError::Refused { path: runtime.path.clone(), reason };
    let mut shared = ENVIRONMENT.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(environment) = shared.as_ref() {
        return Ok(environment.clone());
    }
    let made = ort::init_from(&runtime.path)
        .map_err(|error| refused(error.to_string()))?
        .with_name("alam")
        .with_telemetry(false)
        .build()
        .map_err(|error| refused(error.to_string()))?;
    Ok(shared.insert(made).clone())
}

impl Session {
    fn check(inner: OrtSession, labels: usize, first_position: i64) -> Result<Self, String> {
        let mut inputs = Vec::new();
        for input in inner.inputs() {
            let role = match input.name() {
                "input_ids" => Role::Ids,
                "attention_mask" => Role::Mask,
                "token_type_ids" => Role::Types,
                "position_ids" => Role::Positions,
                other => {
                    return Err(format!(
                        "wants the input {other:?}, which alam cannot give: export a token-classification model"
                    ));
                }
            };
            let narrow = match input.dtype().tensor_type() {
                Some(TensorElementType::Int64) => false,
                Some(TensorElementType::Int32) => true,
                other => {
                    return Err(format!("input {:?} has the type {other:?}, expected int64 or int32", input.name()));
                }
            };
            inputs.push((role, input.name().to_owned(), narrow));
        }
        if !inputs.iter().any(|(role, ..)| *role == Role::Ids) {
            return Err("has no input \"input_ids\": export a token-classification model".to_owned());
        }
        let output = inner
            .outputs()
            .iter()
            .find(|output| output.name() == "logits")
            .or_else(|| inner.outputs().iter().find(|output| rank(output.dtype()) == Some(3)))
            .ok_or("has no output \"logits\" of three axes: export a token-classification model")?;
        if let Some(&last) = output.dtype().tensor_shape().and_then(|shape| shape.last())
            && last > 0
            && last as usize != labels
        {
            return Err(format!(
                "gives {last} labels, but config.json names {labels}: use the config.json of this model"
            ));
        }
        let output = output.name().to_owned();
        Ok(Self { inner, inputs, output, labels, first_position })
    }

    /// Names of the inputs, in the graph's order.
    pub fn input_names(&self) -> Vec<&str> {
        self.inputs.iter().map(|(_, name, _)| name.as_str()).collect()
    }

    /// Name of the output that holds the logits.
    pub fn output_name(&self) -> &str {
        &self.output
    }

    /// Runs a batch and hands the logits, `[rows, tokens, labels]`, to `read`.
    ///
    /// # Errors
    /// What ONNX Runtime says, or that the logits do not have the expected shape.
    pub fn infer<T>(&mut self, batch: &Batch, read: impl FnOnce(ArrayView3<'_, f32>) -> T) -> Result<T, String> {
        let (rows, tokens) = batch.ids.dim();
        let types = Array2::<i64>::zeros((rows, tokens));
        let positions = Array2::from_shape_fn((rows, tokens), |(_, column)| self.first_position + column as i64);
        let array_of = |role: Role| match role {
            Role::Ids => &batch.ids,
            Role::Mask => &batch.mask,
            Role::Types => &types,
            Role::Positions => &positions,
        };
        let narrow: Vec<Option<Array2<i32>>> = self
            .inputs
            .iter()
            .map(|&(role, _, narrow)| narrow.then(|| array_of(role).mapv(|id| i32::try_from(id).unwrap_or(i32::MAX))))
            .collect();
        let mut values: Vec<(Cow<'_, str>, SessionInputValue<'_>)> = Vec::with_capacity(self.inputs.len());
        for ((role, name, _), narrow) in self.inputs.iter().zip(&narrow) {
            let value = match narrow {
                Some(array) => TensorRef::from_array_view(array.view()).map(SessionInputValue::from),
                None => TensorRef::from_array_view(array_of(*role).view()).map(SessionInputValue::from),
            };
            values.push((name.as_str().into(), value.map_err(|error| error.to_string())?));
        }
        let outputs = self.inner.run(values).map_err(|error| first_line(&error.to_string()))?;
        let output = outputs.get(&self.output).ok_or_else(|| format!("no output {:?}", self.output))?;
        let expected = [rows, tokens, self.labels];
        if let Ok((shape, data)) = output.try_extract_tensor::<f32>() {
            let logits = ArrayView3::from_shape(expected, data);
            return logits.map(read).map_err(|_| format!("the logits have the shape {shape:?}, expected {expected:?}"));
        }
        let (shape, data) = output.try_extract_tensor::<half::f16>().map_err(|error| first_line(&error.to_string()))?;
        let wide: Vec<f32> = data.iter().map(|value| value.to_f32()).collect();
        let logits = ArrayView3::from_shape(expected, &wide);
        logits.map(read).map_err(|_| format!("the logits have the shape {shape:?}, expected {expected:?}"))
    }
}

fn rank(kind: &ValueType) -> Option<usize> {
    kind.tensor_shape().map(|shape| shape.len())
}

fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or("").trim().to_owned()
}
