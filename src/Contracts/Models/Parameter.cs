namespace Inference.Contracts;

/// <summary>A request parameter.</summary>
/// <param name="Name">As the caller gave it; a later one of the same name wins.</param>
/// <param name="Value"><see langword="null"/>, <see cref="bool"/>, <see cref="long"/>, <see cref="ulong"/> (only above <see cref="long.MaxValue"/>), <see cref="double"/> or <see cref="string"/>.</param>
public readonly record struct Parameter(string Name, object? Value);
