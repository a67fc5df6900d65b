namespace Inference.Boxes.Conformance;

/// <summary>Listing, names and pages.</summary>
public abstract partial class BoxConformance
{
    /// <summary>In the order of their bytes: '!' and '-' before '/', letters after it, and what UTF-16 would order otherwise at the end.</summary>
    private static readonly string[] Names =
    [
        "a!/x", "a-b", "a/1", "a/2/3", "a/2/4/5", "a/b", "a0", "b", "c/d/e", "ä/ö", "日本/語", "\uFB00-ligature", "\uFF5E", "😀/smile",
    ];

    [Fact]
    public async Task List_Whole_HasFilesAndGroupsOfTheTopInOrder()
    {
        await PutNamesAsync();
        var page = await ListAsync(new BoxListing(default));
        page.Files.Select(file => file.Path.Value).ShouldBe(["a-b", "a0", "b", "\uFB00-ligature", "\uFF5E"]);
        page.Groups.Select(group => group.Value).ShouldBe(["a!/", "a/", "c/", "ä/", "日本/", "😀/"]);
        page.Continuation.ShouldBeNull();
        page.Unnameable.ShouldBe(0);
    }

    [Fact]
    public async Task List_Group_HasWhatIsDirectlyInIt()
    {
        await PutNamesAsync();
        var page = await ListAsync(new BoxListing(BoxPrefix.Parse("a")));
        page.Files.Select(file => file.Path.Value).ShouldBe(["a/1", "a/b"]);
        page.Groups.Select(group => group.Value).ShouldBe(["a/2/"]);
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("b")]
    public async Task List_NoSuchGroup_IsEmpty(string group)
    {
        await PutAsync("b", "x");
        var page = await ListAsync(new BoxListing(BoxPrefix.Parse(group)));
        page.Files.ShouldBeEmpty();
        page.Groups.ShouldBeEmpty();
        page.Continuation.ShouldBeNull();
    }

    [Fact]
    public async Task ListAll_Whole_IsEveryFileInTheOrderOfItsBytes()
    {
        await PutNamesAsync();
        (await AllAsync()).ShouldBe(Names);
        (await AllAsync("a")).ShouldBe(["a/1", "a/2/3", "a/2/4/5", "a/b"]);
    }

    [Fact]
    public async Task List_Entry_SaysWhatHeadSays()
    {
        var stored = await PutAsync("a/b", Bytes(1234));
        var entry = (await ListAsync(new BoxListing(BoxPrefix.Parse("a")))).Files.ShouldHaveSingleItem();
        entry.Size.ShouldBe(1234);
        entry.ETag.ShouldBe(stored.ETag);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(5, true)]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(11, false)]
    public async Task List_Pages_AreTheWholeOnce(int size, bool recursive)
    {
        await PutNamesAsync();
        var listing = new BoxListing(default) { Recursive = recursive, PageSize = size };
        var found = new List<string>();
        while (true)
        {
            var page = await ListAsync(listing);
            (page.Files.Count + page.Groups.Count).ShouldBeLessThanOrEqualTo(size);
            found.AddRange(page.Files.Select(file => file.Path.Value));
            found.AddRange(page.Groups.Select(group => group.Value));
            if (page.Continuation is null)
                break;
            listing = listing with { Continuation = page.Continuation };
        }

        found.Order(StringComparer.Ordinal).ShouldBe((recursive ? Names : Tops()).Order(StringComparer.Ordinal));

        static IEnumerable<string> Tops() => Names.Select(name => name.Contains('/') ? name[..(name.IndexOf('/') + 1)] : name).Distinct();
    }

    [Theory]
    [InlineData("with space/and  two")]
    [InlineData("plus+and%percent%2F%2e%2e")]
    [InlineData("what?now#then&so=on;a,b:c@d$e!f'g(h)i*j[k]l~m")]
    [InlineData("\"quoted\" <tag> `tick` {brace} |pipe| ^hat")]
    [InlineData("Grüße/日本語/😀")]
    [InlineData(".hidden/..twodots/dot./...")]
    [InlineData(" leading and trailing ")]
    [InlineData("file.html")]
    public async Task OddName_StoredListedReadRemoved_IsTheSame(string name)
    {
        await PutAsync(name, name);
        (await AllAsync()).ShouldBe([name]);
        (await ReadTextAsync(name)).ShouldBe(name);
        (await Store.HeadAsync(P(name), Stop)).Error.ShouldBeNull();
        await PutAsync(name, Bytes(LargeSize));
        (await Store.DeleteAsync(P(name), Stop)).ShouldBeNull();
        (await AllAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task LongestNames_StoredAndRead_AreTheSame()
    {
        var name = string.Concat(Enumerable.Repeat(new string('n', 199) + "/", 3)) + new string('ü', 127);
        await PutAsync(name, "x");
        (await AllAsync()).ShouldBe([name]);
        (await ReadTextAsync(name)).ShouldBe("x");
    }

    private async Task PutNamesAsync()
    {
        foreach (var name in Names)
            await PutAsync(name, name);
    }
}
