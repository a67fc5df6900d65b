namespace Inference.Manifests.Schemas;

/// <summary>Takes a text for a value, or refuses it.</summary>
internal delegate bool TextParser<T>(string text, out T value);
