namespace Inference.InferenceHost.FunctionalTests.Python;

[CollectionDefinition(nameof(PythonHost))]
public sealed class PythonHostCollection : ICollectionFixture<PythonHost>;
