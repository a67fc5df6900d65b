using Inference.Contracts;

namespace Inference.Adapters.Onnx.Signatures;

/// <summary>What goes into and comes out of a model, and how.</summary>
/// <param name="Signature">As callers see it.</param>
/// <param name="ClassColumns">The outputs that ONNX Runtime gives as a sequence of maps, by name.</param>
/// <param name="Symbols">The inputs' named dimensions.</param>
internal sealed record ModelInterface(Signature Signature, IReadOnlyDictionary<string, ClassColumns> ClassColumns, SymbolicDimensions Symbols);
