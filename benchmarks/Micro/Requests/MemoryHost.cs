using Inference.Adapters.Onnx;
using Inference.Testing;
using InferenceHost.Components;
using InferenceHost.Hosting;
using InferenceHost.Publishing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Inference.Micro.Requests;

/// <summary>The whole host but its web server, with two components: <c>null</c>, whose model does nothing, and <c>digits</c>; each is published under its own name in the namespace <c>micro</c>.</summary>
internal sealed class MemoryHost : IAsyncDisposable
{
    private const string Namespace = "micro";
    private const long MaxBodyBytes = 16 << 20;
    private readonly TempFolder folder = new();
    private readonly DataFolder data;
    private readonly ServedParts served;
    private readonly Publication publication;

    private MemoryHost()
    {
        var options = new HostOptions { Source = folder.FullPath, DataFolder = folder["data"] };
        data = DataFolder.Open(options.DataFolder).Folder!;
        var services = new HostServices(TimeProvider.System, NullLoggerFactory.Instance);
        var files = FileServices.Open(data, services).Files!;
        served = ServedParts.Open(data, files.Boxes, options.StorePoll, services).Served!;
        ComponentSpec[] specs = [Null(), Digits()];
        PlannedApi[] apis = [.. specs.Select(spec => new PlannedApi(Namespace, spec.Name, spec.FullName, MaxBodyBytes))];
        publication = new Publication(new Catalog(new Plan(specs, apis, []), served.Components.Apply(specs), TimeProvider.System.GetUtcNow()));
        Application = Composition.BuildApplication(options, publication, new Drain(options, TimeProvider.System), files, services);
    }

    /// <summary>What requests are handed to.</summary>
    public HttpApplication Application { get; }

    /// <summary>Both models are loaded.</summary>
    public static async Task<MemoryHost> StartAsync()
    {
        var host = new MemoryHost();
        await Condition.HoldsAsync(() => host.publication.Current.Components.All(component => component.IsReady), () => "the models were not loaded");
        return host;
    }

    public Component Component(string name) => publication.Current.Components.Single(component => component.Spec.Name == name);

    public async ValueTask DisposeAsync()
    {
        await served.StopAsync();
        data.Dispose();
        folder.Dispose();
    }

    private static ComponentSpec Null() => Spec("null", new LoaderChoice(new NullModelLoader(), "null")) with { SeesMounts = true };

    private static ComponentSpec Digits()
    {
        var mount = new Mount("home/micro/digits", Path.Combine(AppContext.BaseDirectory, "digits"));
        var model = new BoxFile(mount, "digits.onnx", "digits.onnx is not there");
        return Spec("digits", new LoaderChoice(new OnnxModelLoader(new OnnxOptions()), "onnx")) with { Model = model, Needed = [model], Mounts = [mount] };
    }

    private static ComponentSpec Spec(string name, LoaderChoice loader) => new()
    {
        Namespace = Namespace,
        Name = name,
        Loader = loader,
        Concurrency = 2,
        QueueLength = 100,
        RequestTimeout = TimeSpan.FromSeconds(60),
    };
}
