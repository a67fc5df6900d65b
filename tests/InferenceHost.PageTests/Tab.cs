using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Inference.InferenceHost.PageTests;

/// <summary>A page and what it complained of.</summary>
internal sealed class Tab : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> complaints = [];
    private readonly ConcurrentQueue<string> asked = [];

    public Tab(IPage page)
    {
        Page = page;
        page.PageError += (_, error) => complaints.Enqueue(error);
        page.Console += (_, message) =>
        {
            // of every status above 399 the browser itself says so
            if (message.Type == "error" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
                complaints.Enqueue(message.Text);
        };
        page.Request += (_, request) => asked.Enqueue(request.Url);
    }

    public IPage Page { get; }

    /// <summary>Errors of scripts and of the content security policy.</summary>
    public IEnumerable<string> Complaints => complaints;

    /// <summary>Everything that was fetched.</summary>
    public IEnumerable<string> Asked => asked;

    public ILocator Note => Page.Locator("#note");

    public ILocator Predict => Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Predict" });

    public ILocator Result => Page.Locator("#result");

    /// <summary>The form, once the API is described.</summary>
    public Task ReadyAsync() => Predict.WaitForAsync();

    public Task KeepAsync(string name)
    {
        Directory.CreateDirectory(Chromium.Screenshots);
        return Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Chromium.Screenshots, name + ".png"), FullPage = true });
    }

    public async ValueTask DisposeAsync() => await Page.Context.DisposeAsync();
}
