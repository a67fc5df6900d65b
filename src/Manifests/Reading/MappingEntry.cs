namespace Inference.Manifests.Reading;

internal sealed record MappingEntry(ScalarNode Key, Node Value);
