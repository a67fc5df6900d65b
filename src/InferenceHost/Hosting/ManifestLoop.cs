using Inference.Manifests;
using InferenceHost.Publishing;

namespace InferenceHost.Hosting;

/// <summary>Reads the manifests, and again whenever they change: what is served follows them.</summary>
internal sealed partial class ManifestLoop(
    ManifestSource source, PublishingSettings settings, ServedParts served, Publication publication, HostServices services)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(500);

    // so many looks: what is out of reach for a moment (a folder on its way to another place, no file descriptors left) is not gone
    private const int Patience = 20;
    private readonly ILogger logger = services.Loggers.CreateLogger<ManifestLoop>();
    private ManifestStamp read = ManifestStamp.None;

    /// <summary>Takes up what was read. Every mistake is told, once per change.</summary>
    public void Take(ManifestReading reading)
    {
        read = reading.Stamp;
        foreach (var diagnostic in reading.Manifests.Diagnostics)
            Log(diagnostic);
        var plan = Planner.Plan(reading.Manifests, settings with { Secrets = reading.Secrets });
        TellWhatIsNotServed(plan);
        foreach (var spec in plan.Components)
        {
            foreach (var mount in spec.Mounts.Where(mount => mount.Part is null))
                EnsureBoxFolder(spec.FullName, mount.Folder);
        }

        served.Boxes.Apply(plan.Boxes);
        served.Parts.Apply(plan.Components);
        publication.Publish(new Catalog(plan, served.Components.Apply(plan.Components), services.Clock.GetUtcNow()));
    }

    /// <summary>Follows changes until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(PollInterval, services.Clock);
        var seen = read;
        var outOfReach = 0;
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            // taken up when two looks agree: somebody may be in the middle of writing
            var now = source.LookAt();
            outOfReach = now.IsComplete ? 0 : outOfReach + 1;
            if (now != read && now == seen && (now.IsComplete || outOfReach >= Patience))
                TryRead();
            seen = now;
        }
    }

    private void TryRead()
    {
        try
        {
            Take(source.Read());
        }
        catch (Exception e)
        {
            // a bug: what was served before serves on
            LogBug(logger, e);
        }
    }

    // a box of the default store is there from the start, so that a person can put a file into it
    private void EnsureBoxFolder(string component, string folder)
    {
        if (!folder.StartsWith(settings.BoxesFolder, StringComparison.Ordinal))
            return;
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // something else stands there: this component waits for its model, the rest runs
            LogNoBoxFolder(logger, component, e.Message);
        }
    }

    // what is hidden on purpose goes without a word; mistakes have been told above; a component that fails its APIs is told by its own line, a box that fails its components too
    private void TellWhatIsNotServed(Plan plan)
    {
        var told = new HashSet<string>();
        foreach (var document in plan.Documents)
        {
            if (document.NotServed is { Reason: not ("Invalid" or "Unpublished" or "ComponentNotServed") } not && told.Add(not.Message))
                LogNotServed(logger, document.Kind, $"{document.Namespace}.{document.Name}", not.Message);
        }
    }

    private void Log(Diagnostic diagnostic)
    {
        var level = diagnostic.Severity switch { Severity.Error => LogLevel.Error, Severity.Warning => LogLevel.Warning, _ => LogLevel.Information };
        LogDiagnostic(logger, level, diagnostic);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "the manifests met an exception nobody expected")]
    private static partial void LogBug(ILogger logger, Exception exception);

    [LoggerMessage(Message = "{Diagnostic}")]
    private static partial void LogDiagnostic(ILogger logger, LogLevel level, Diagnostic diagnostic);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Kind} {Name} is not served: {Reason}")]
    private static partial void LogNotServed(ILogger logger, string kind, string name, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "the folder of the box of {Component} cannot be made: {Reason}")]
    private static partial void LogNoBoxFolder(ILogger logger, string component, string reason);
}
