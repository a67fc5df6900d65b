using System.Reflection;
using System.Runtime.Loader;

namespace Inference.Telemetry.Tests.Traces;

/// <summary>Loads the telemetry assembly anew, apart from the tests' own, and notes the name of every assembly it asks for.</summary>
internal sealed class RecordingLoadContext() : AssemblyLoadContext("recording", isCollectible: true)
{
    public List<string> Asked { get; } = [];

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        Asked.Add(assemblyName.Name ?? "");
        return null;
    }
}
