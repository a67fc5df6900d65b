using InferenceHost.Publishing;

namespace InferenceHost.Hosting;

/// <summary>Prints on standard output how to call each API, once, as soon as its component serves.</summary>
internal sealed class Announcer(Publication publication, string publicUrl, TimeProvider clock)
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(50);
    private readonly HashSet<string> announced = [];

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(LookInterval, clock);
        do
        {
            foreach (var api in publication.Current.Apis.Where(api => api.Component.Current is not null && announced.Add(api.Url)))
            {
                if (CurlLines.Of(api, publicUrl) is { } line)
                    await Console.Out.WriteLineAsync(line.AsMemory(), cancellationToken);
            }
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }
}
