using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Inference.InferenceHost.PageTests;

/// <summary>The pages, as a person in a browser uses them.</summary>
public sealed partial class ApiPageTests(Chromium browser)
{
    private const string Password = "open: sésame";

    [Fact]
    public async Task StartPage_ThreeClicks_EndInAPrediction()
    {
        await using var tab = await browser.OpenAsync("/");
        await tab.Page.GetByText("ready").First.WaitForAsync();
        await tab.KeepAsync("start");

        await tab.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "pages/digits" }).ClickAsync();
        await tab.Predict.ClickAsync();

        await Assertions.Expect(tab.Result).ToContainTextAsync("200, after");
        await Assertions.Expect(tab.Result.Locator("pre").First).ToHaveTextAsync("2");
        var chart = tab.Result.GetByRole(AriaRole.Table, new LocatorGetByRoleOptions { NameRegex = Scores() });
        (await chart.GetByRole(AriaRole.Row).CountAsync()).ShouldBe(10);
        (await chart.Locator(".best th").InnerTextAsync()).ShouldBe("2");
        await tab.KeepAsync("digits");
        tab.Complaints.ShouldBeEmpty();
        tab.Asked.ShouldAllBe(url => url.StartsWith(browser.Host.PublicUrl.AbsoluteUri, StringComparison.Ordinal) || url == "data:,");
    }

    [Fact]
    public async Task StartPage_SaysStateAndWhoNeedsALogin()
    {
        await using var tab = await browser.OpenAsync("/");
        var items = tab.Page.GetByRole(AriaRole.Listitem);
        await items.First.WaitForAsync();

        (await items.AllInnerTextsAsync()).Select(text => Space().Replace(text, " ")).ShouldBe(["pages/digits ready", "pages/file ready", "pages/guarded needs a login ready", "pages/kinds ready"]);
    }

    [Fact]
    public async Task Form_OfEveryKind_SendsWhatItShows()
    {
        await using var tab = await browser.OpenAsync("/pages/kinds");
        await tab.ReadyAsync();
        await tab.Page.GetByLabel("Numbers, with commas").FillAsync("1, 2.5 -3e2");

        await tab.Predict.ClickAsync();

        await Assertions.Expect(tab.Result).ToContainTextAsync("200, after");
        var raw = await tab.Page.Locator("#raw").TextContentAsync();
        raw.ShouldNotBeNull().ShouldContain(""" "data":"it's \"quoted\" <b>& more</b>\nand $HOME `date` ünïcode" """.Trim());
        raw.ShouldContain("""{"name":"settings","datatype":"dict","shape":[],"data":{"depth":2,"names":["a","b"]}}""");
        raw.ShouldContain("""{"name":"words","datatype":"BYTES","shape":[2],"data":["one","two words"]}""");
        raw.ShouldContain("""{"name":"flags","datatype":"BOOL","shape":[3],"data":[true,false,true]}""");
        raw.ShouldContain("""{"name":"numbers","datatype":"FP64","shape":[3],"data":[1,2.5,-300]}""");
        (await tab.Page.TitleAsync()).ShouldBe("pages/kinds", "a description was taken for markup");
        (await tab.Page.Locator("#takes").InnerTextAsync()).ShouldContain("<img src=x");
        tab.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Form_WithALeftOutOption_LeavesItOut()
    {
        await using var tab = await browser.OpenAsync("/pages/kinds");
        await tab.ReadyAsync();

        await tab.Predict.ClickAsync();

        await Assertions.Expect(tab.Result).ToContainTextAsync("200, after");
        (await tab.Page.Locator("#raw").TextContentAsync()).ShouldNotBeNull().ShouldNotContain("numbers");
    }

    [Fact]
    public async Task Form_ByKeyboardAlone_Predicts()
    {
        await using var tab = await browser.OpenAsync("/pages/digits");
        await tab.ReadyAsync();
        for (var presses = 0; presses < 40 && await tab.Page.EvaluateAsync<string>("document.activeElement.id") != "predict"; presses++)
            await tab.Page.Keyboard.PressAsync("Tab");

        await tab.Page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(tab.Result).ToContainTextAsync("200, after");
        (await tab.Page.EvaluateAsync<string>("document.activeElement.id")).ShouldBe("result-title");
    }

    [Fact]
    public async Task Json_OfTheCaller_IsSentAsItIsAndItsErrorsAreShown()
    {
        await using var tab = await browser.OpenAsync("/pages/digits");
        await tab.ReadyAsync();
        await tab.Page.GetByLabel("JSON", new PageGetByLabelOptions { Exact = true }).CheckAsync();
        await tab.Page.GetByLabel("Request").FillAsync("""{"inputs":[{"name":"image","datatype":"FP32","shape":[1,3],"data":[1,2]}]}""");

        await tab.Predict.ClickAsync();

        await Assertions.Expect(tab.Result).ToContainTextAsync("400 Invalid input");
        await Assertions.Expect(tab.Result).ToContainTextAsync("inputs[0]");
        await tab.KeepAsync("error");
        tab.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Json_TurnedIntoTheForm_KeepsWhatWasWritten()
    {
        await using var tab = await browser.OpenAsync("/pages/kinds");
        await tab.ReadyAsync();
        await tab.Page.GetByLabel("JSON", new PageGetByLabelOptions { Exact = true }).CheckAsync();
        await tab.Page.GetByLabel("Request").FillAsync("""{"parameters":[["a",1]],"inputs":[{"name":"text","datatype":"str","data":"raise"}]}""");
        await tab.Page.GetByLabel("a form").CheckAsync();

        (await tab.Page.GetByLabel("Text", new PageGetByLabelOptions { Exact = true }).InputValueAsync()).ShouldBe("raise");
        await tab.Predict.ClickAsync();

        await Assertions.Expect(tab.Result).ToContainTextAsync("500 Model failed");
        await Assertions.Expect(tab.Result).ToContainTextAsync("ValueError: as asked");
        (await tab.Page.Locator("#snippet-0 pre").TextContentAsync()).ShouldNotBeNull().ShouldContain("""[["a",1]]""");
    }

    [Fact]
    public async Task Form_WithWhatIsNoNumber_SaysSoAndSendsNothing()
    {
        await using var tab = await browser.OpenAsync("/pages/kinds");
        await tab.ReadyAsync();
        await tab.Page.GetByLabel("Numbers, with commas").FillAsync("1, two");

        await tab.Predict.ClickAsync();

        await Assertions.Expect(tab.Result).ToContainTextAsync("numbers: \"two\" is not a number");
        tab.Asked.ShouldNotContain(url => url.EndsWith("/predict", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Form_WithAFile_SendsItWithTheRequest()
    {
        await using var tab = await browser.OpenAsync("/pages/file");
        await tab.ReadyAsync();
        await tab.Page.GetByLabel("A file of this machine").SetInputFilesAsync(new FilePayload { Name = "näme\".txt", MimeType = "text/plain", Buffer = new byte[1234] });

        await tab.Predict.ClickAsync();

        await Assertions.Expect(tab.Result).ToContainTextAsync("200, after");
        await Assertions.Expect(tab.Result.Locator("pre").First).ToHaveTextAsync("1234");
        tab.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Guarded_AsksWhoCallsAndKeepsTheSecret()
    {
        await using var tab = await browser.OpenAsync("/pages/guarded");
        await Assertions.Expect(tab.Page.GetByLabel("User")).ToBeFocusedAsync();
        await tab.KeepAsync("login");
        await tab.Page.GetByLabel("User").FillAsync("bob");
        await tab.Page.GetByLabel("Password").FillAsync("wrong");
        await tab.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Continue" }).ClickAsync();
        await Assertions.Expect(tab.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("wrong");

        await tab.Page.GetByLabel("Password").FillAsync(Password);
        await tab.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Continue" }).ClickAsync();
        await tab.Predict.ClickAsync();

        await Assertions.Expect(tab.Result).ToContainTextAsync("200, after");
        (await tab.Page.ContentAsync()).ShouldNotContain(Password);
        tab.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Guarded_ByTokens_AsksForOneAndSendsIt()
    {
        await using var tab = await browser.OpenAsync("/");
        var sent = new List<string?>();

        // as a host behind an issuer of tokens answers
        await tab.Page.RouteAsync("**/pages/guarded/openapi.json", async route =>
        {
            var header = await route.Request.HeaderValueAsync("Authorization");
            sent.Add(header);
            await route.FulfillAsync(new RouteFulfillOptions
            {
                Status = 401,
                ContentType = "application/problem+json",
                Headers = new Dictionary<string, string> { ["WWW-Authenticate"] = "Bearer realm=\"pages\"" },
                Body = """{"title":"Not authenticated","status":401,"detail":"the token has expired"}""",
            });
        });
        await tab.Page.GotoAsync("/pages/guarded");
        await tab.Page.GetByLabel("Bearer token").FillAsync("a.b.c");
        await tab.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Continue" }).ClickAsync();

        await Assertions.Expect(tab.Page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("the token has expired");
        sent.ShouldBe([null, "Bearer a.b.c"]);
        await Assertions.Expect(tab.Page.GetByLabel("Password")).ToBeHiddenAsync();
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/pages/kinds")]
    [InlineData("/pages/guarded")]
    public async Task Controls_AllHaveNames(string path)
    {
        await using var tab = await browser.OpenAsync(path);
        await Assertions.Expect(tab.Note).Not.ToHaveTextAsync("Loading…");

        var nameless = await tab.Page.EvaluateAsync<string[]>(
            "[...document.querySelectorAll('input, select, textarea, button, a')].filter(e => !(e.labels?.length || e.textContent.trim() || e.ariaLabel)).map(e => e.outerHTML)");

        nameless.ShouldBeEmpty();
        (await tab.Page.EvaluateAsync<bool>("document.documentElement.lang === 'en' && document.querySelectorAll('h1').length === 1 && document.querySelector('main') !== null")).ShouldBeTrue();
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Colours_OfBothSchemes_CanBeRead(ColorScheme scheme)
    {
        await using var tab = await browser.OpenAsync("/pages/digits", scheme);
        await tab.ReadyAsync();
        await tab.Predict.ClickAsync();
        await Assertions.Expect(tab.Result).ToContainTextAsync("200, after");
        await tab.KeepAsync($"digits-{scheme}".ToLowerInvariant());

        // WCAG 2.2, 1.4.3: 4.5 to 1 for text
        var ratios = await tab.Page.EvaluateAsync<double[]>("""
            ['body', '.quiet, small', '.ok', 'button', 'a'].map(selector => {
              const element = document.querySelector(selector);
              const light = colour => {
                const [r, g, b] = colour.match(/[\d.]+/g).map(part => { const c = part / 255; return c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4; });
                return .2126 * r + .7152 * g + .0722 * b;
              };
              let ground = element;
              while (getComputedStyle(ground).backgroundColor === 'rgba(0, 0, 0, 0)') ground = ground.parentElement;
              const [one, other] = [light(getComputedStyle(element).color), light(getComputedStyle(ground).backgroundColor)].sort((a, b) => b - a);
              return (one + .05) / (other + .05);
            })
            """);

        ratios.ShouldAllBe(ratio => ratio >= 4.5, string.Join(' ', ratios));
    }

    [GeneratedRegex("probabilities: scores", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Scores();

    [GeneratedRegex(@"\s+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Space();
}
