using System.Text.RegularExpressions;
using Inference.Architecture.Tests.Projects;

namespace Inference.Architecture.Tests;

/// <summary>
/// The design as data: which project may reference what, and which folder of the host may use which. A change here is a change of the design and
/// belongs into ARCHITECTURE.md too.
/// </summary>
internal static partial class Design
{
    public const int LongestFile = 400;

    /// <summary>A reference ending in <c>.*</c> stands for all projects beginning so.</summary>
    public static readonly IReadOnlyDictionary<string, ProjectDesign> Projects = new Dictionary<string, ProjectDesign>
    {
        ["Contracts"] = new([], []),
        ["Manifests"] = new([], ["YamlDotNet"]),
        ["Boxes"] = new(["Manifests"], ["AWSSDK.S3", "AWSSDK.Core", "Polly.Core"]) { Hidden = ["AWSSDK.S3", "AWSSDK.Core", "Polly.Core"] },
        ["Adapters.Onnx"] = new(["Contracts"], ["Microsoft.ML.OnnxRuntime"]) { Hidden = ["Microsoft.ML.OnnxRuntime"] },
        ["Adapters.Python"] = new(["Contracts"], []),
        ["Adapters.DotNet"] = new(["Contracts"], []),
        ["Grpc"] = new([], []),
        ["Telemetry"] = new([], ["OpenTelemetry", "OpenTelemetry.Exporter.OpenTelemetryProtocol"]),
        ["InferenceHost"] = new(["Contracts", "Manifests", "Boxes", "Adapters.*", "Grpc", "Telemetry"], ["System.CommandLine", "Google.Protobuf", "Grpc.Tools"]),
        ["Cluster"] = new([], ["YamlDotNet"]),
        ["ManifestController"] = new(["Manifests", "Cluster", "Telemetry"], ["System.CommandLine"]),
    };

    /// <summary>
    /// Folder of the host → folders it may use: Protocols → Admission → Components → Batching, and nothing calls back up. Publishing, Exchange and
    /// Files stand beside the flow. Hosting puts all of it together, and nobody uses Hosting.
    /// </summary>
    public static readonly IReadOnlyDictionary<string, string[]> HostFolders = new Dictionary<string, string[]>
    {
        ["Protocols"] = ["Admission", "Components", "Publishing", "Exchange", "Files"],
        ["Admission"] = ["Components", "Batching"],
        ["Components"] = ["Batching"],
        ["Batching"] = [],
        ["Publishing"] = ["Admission", "Components", "Batching"],
        ["Exchange"] = ["Admission", "Components", "Files"],
        ["Files"] = ["Admission", "Components", "Publishing"],
        ["Hosting"] = ["Protocols", "Admission", "Components", "Batching", "Publishing", "Exchange", "Files"],
    };

    /// <summary>Words that say nothing of what a type or folder is.</summary>
    public static readonly string[] EmptyWords = ["Manager", "Managers", "Helper", "Helpers", "Util", "Utils", "Utility", "Utilities", "Base", "Common", "Core"];

    /// <summary>
    /// What no file may hold: host names of package registries, since the sources are the machine's own to choose, and paths of one machine.
    /// Written so that this file does not hold them either.
    /// </summary>
    public static readonly Regex[] ForbiddenTexts =
    [
        HostName("nuget", "org"), HostName("npmjs", "org"), HostName("npmjs", "com"), HostName("yarnpkg", "com"), HostName("debian", "org"),
        HostName("pypi", "org"), HostName("pythonhosted", "org"), MachinePath(),
    ];

    private static Regex HostName(string name, string domain) =>
        new($@"(?<![\w-]){name}\.{domain}(?![\w-])", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(10));

    [GeneratedRegex(@"(?<![\w.\-/}])/(work|farm|root)/", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex MachinePath();
}
