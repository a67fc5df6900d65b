using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.Files;

/// <summary>A host whose file API has boxes <c>users</c> and <c>small</c> (1000 bytes) for users <c>bob</c> and <c>eve</c>, wherever they lie.</summary>
public interface IFilesHost
{
    HostProcess Host { get; }
}
