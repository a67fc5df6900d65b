using System.Text;

namespace Inference.Boxes.Conformance;

/// <summary>What whoever uses a box relies on, wherever its files are. A store's tests subclass this and give an empty box to each test.</summary>
public abstract partial class BoxConformance : IAsyncLifetime
{
    private IBoxStore? store;

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    protected IBoxStore Store => store.ShouldNotBeNull();

    /// <summary>More than the store sends or writes at once, so that it must take it in pieces.</summary>
    protected virtual int LargeSize => 3_000_000;

    public async ValueTask InitializeAsync() => store = await CreateAsync();

    public async ValueTask DisposeAsync()
    {
        if (store is not null)
            await store.DisposeAsync();
        await CleanAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>A store with nothing in it.</summary>
    protected abstract Task<IBoxStore> CreateAsync();

    protected virtual ValueTask CleanAsync() => ValueTask.CompletedTask;

    protected static BoxPath P(string path) => BoxPath.Parse(path);

    protected static byte[] Bytes(int count, int seed = 1)
    {
        var bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    protected async Task<BoxEntry> PutAsync(string path, string content) => await PutAsync(path, Encoding.UTF8.GetBytes(content));

    protected async Task<BoxEntry> PutAsync(string path, byte[] content, PutOptions? options = null)
    {
        var outcome = await TryPutAsync(path, content, options);
        outcome.TryGet(out var entry, out var error).ShouldBeTrue(error?.ToString());
        return entry;
    }

    protected async Task<BoxOutcome<BoxEntry>> TryPutAsync(string path, byte[] content, PutOptions? options = null)
    {
        using var stream = new MemoryStream(content);
        return await Store.PutAsync(P(path), stream, options ?? PutOptions.Default, Stop);
    }

    protected async Task<byte[]> ReadAsync(string path, GetOptions? options = null)
    {
        var outcome = await Store.GetAsync(P(path), options ?? GetOptions.Default, Stop);
        outcome.TryGet(out var content, out var error).ShouldBeTrue(error?.ToString());
        await using (content)
        {
            using var bytes = new MemoryStream();
            await content.Stream.CopyToAsync(bytes, Stop);
            bytes.Length.ShouldBe(content.Length);
            return bytes.ToArray();
        }
    }

    protected async Task<string> ReadTextAsync(string path) => Encoding.UTF8.GetString(await ReadAsync(path));

    protected async Task<BoxPage> ListAsync(BoxListing listing)
    {
        var outcome = await Store.ListAsync(listing, Stop);
        outcome.TryGet(out var page, out var error).ShouldBeTrue(error?.ToString());
        return page;
    }

    protected async Task<string[]> AllAsync(string prefix = "")
    {
        var outcome = await Store.ListAllAsync(BoxPrefix.Parse(prefix), Stop);
        outcome.TryGet(out var entries, out var error).ShouldBeTrue(error?.ToString());
        return [.. entries.Select(entry => entry.Path.Value)];
    }

    /// <summary>Shouldly looks at millions of bytes one by one, in seconds.</summary>
    protected static void ShouldBeSame(byte[] found, byte[] expected) =>
        found.AsSpan().SequenceEqual(expected).ShouldBeTrue($"{found.Length} bytes differ from the {expected.Length} expected");

    protected static void ShouldBe(BoxErrorCode code, BoxError? error)
    {
        error.ShouldNotBeNull();
        error.Code.ShouldBe(code, error.Message);
        error.Message.ShouldNotBeNullOrWhiteSpace();
    }
}
