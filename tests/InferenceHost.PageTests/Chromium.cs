using Inference.Testing.Hosts;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Inference.InferenceHost.PageTests.Chromium))]

namespace Inference.InferenceHost.PageTests;

/// <summary>A host with the manifests beside these tests, and Debian's Chromium to look at it.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private IPlaywright? driver;
    private IBrowser? browser;
    private HostProcess? host;

    public HostProcess Host => host.ShouldNotBeNull();

    /// <summary>Where screenshots are kept, for people.</summary>
    public static string Screenshots => Path.Combine(Root(), "artifacts", "screenshots");

    public async ValueTask InitializeAsync()
    {
        var start = new HostStart(Path.Combine(AppContext.BaseDirectory, "Manifests")) { Options = ["--python", "/usr/bin/python3"] };
        host = await HostProcess.StartAsync(start, CancellationToken.None);
        driver = await Playwright.CreateAsync();

        // as root Chromium runs without its sandbox only
        browser = await driver.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = "/usr/bin/chromium", Args = ["--no-sandbox"] });
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
            await browser.DisposeAsync();
        driver?.Dispose();
        if (host is not null)
            await host.DisposeAsync();
    }

    /// <summary>A tab of its own, with nothing remembered, at a path of the host.</summary>
    internal async Task<Tab> OpenAsync(string path, ColorScheme scheme = ColorScheme.Light)
    {
        var context = await browser.ShouldNotBeNull().NewContextAsync(new BrowserNewContextOptions { BaseURL = Host.PublicUrl.AbsoluteUri, ColorScheme = scheme });
        context.SetDefaultTimeout(20_000);
        var tab = new Tab(await context.NewPageAsync());
        await tab.Page.GotoAsync(path);
        return tab;
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Inference.sln")))
            folder = Path.GetDirectoryName(folder).ShouldNotBeNull("these tests lie outside of the repository");
        return folder;
    }
}
