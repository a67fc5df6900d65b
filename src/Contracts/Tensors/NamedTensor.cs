namespace Inference.Contracts;

/// <summary>An input or output of a model: the name its signature gives it and the value. Owns the tensor in the sense its container says.</summary>
public readonly record struct NamedTensor(string Name, Tensor Tensor);
