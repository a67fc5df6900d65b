using System.Globalization;
using System.Text.Json;
using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.Life;

/// <summary>What a host says of itself, and waiting for it to say something else.</summary>
internal static class HostAnswers
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static Task WaitForAsync(this HostProcess host, Func<Task<bool>> condition) => host.WaitForAsync(condition, Patience, TestContext.Current.CancellationToken);

    /// <summary>Waits until it has written such a line with all these texts to its log: an answer may be there before.</summary>
    public static Task UntilLoggedAsync(this HostProcess host, string name, params string[] texts) =>
        host.WaitForAsync(() => Task.FromResult(host.Events(name).Any(line => texts.All(text => line.GetRawText().Contains(text, StringComparison.Ordinal)))));

    /// <summary>What <c>/metrics</c> says now, line by line.</summary>
    public static async Task<string[]> MetricsAsync(this HostProcess host) => (await RawRequest.Get("/metrics").SendAsync(host.InternalUrl)).ShouldBeOk().Text.Split('\n');

    /// <summary>The gauge <c>inference_unread_answer_bytes</c>.</summary>
    public static async Task<long> UnreadAnswersAsync(this HostProcess host) =>
        long.Parse((await host.MetricsAsync()).Single(line => line.StartsWith("inference_unread_answer_bytes ", StringComparison.Ordinal)).Split(' ')[1], CultureInfo.InvariantCulture);

    /// <summary>The status of a prediction over the public listener.</summary>
    public static async Task<int> AskAsync(this HostProcess host, string path, string body = VersionModel.Body) =>
        (await RawRequest.Post(path, body).SendAsync(host.PublicUrl)).Status;

    /// <summary>The answer to <see cref="VersionModel"/>'s question; 0 where there was none.</summary>
    public static async Task<long> AskVersionAsync(this HostProcess host, string path)
    {
        var answer = await RawRequest.Post(path, VersionModel.Body).SendAsync(host.PublicUrl);
        return answer.Status == 200 ? VersionModel.Read(answer.Body) : 0;
    }

    /// <summary>The entry of <c>/status</c> of a document.</summary>
    public static async Task<JsonElement> StatusAsync(this HostProcess host, string kind, string name)
    {
        var answer = await RawRequest.Get("/status").SendAsync(host.InternalUrl);
        return answer.Json.EnumerateArray().Single(entry => entry.GetProperty("kind").GetString() == kind && entry.GetProperty("name").GetString() == name);
    }

    public static string Text(this JsonElement status, string property) => status.GetProperty(property).GetString()!;

    /// <summary>Waits until so many requests to the component are in hand.</summary>
    public static Task WaitForInFlightAsync(this HostProcess host, string component, int requests) => host.WaitForAsync(async () =>
        (await host.MetricsAsync()).Contains($"inference_in_flight{{component=\"{component}\"}} {requests}"));
}
