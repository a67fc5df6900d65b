using System.Net;
using System.Text;
using Inference.Testing;
using InferenceHost.Admission;
using InferenceHost.Admission.Passwords;

namespace Inference.InferenceHost.Tests.Admission.Passwords;

public sealed class PasswordDeskTests : IDisposable
{
    private static readonly CallerAddress Here = CallerAddress.Of(IPAddress.Parse("192.0.2.1"));
    private static readonly CallerAddress There = CallerAddress.Of(IPAddress.Parse("192.0.2.2"));
    private readonly ManualClock clock = new();
    private readonly PasswordDesk desk;
    private readonly UserList plain = Plain();

    public PasswordDeskTests() => desk = new PasswordDesk(clock);

    [Fact]
    public async Task Check_ManyWrong_PausesLongerAndLongerForThatUserFromThatAddress()
    {
        for (var i = 0; i < 10; i++)
            (await AskAsync("bob", $"wrong{i}")).ShouldBe(new PasswordVerdict(Caller: null));

        (await AskAsync("bob", "right")).Pause.ShouldBe(TimeSpan.FromSeconds(1), "nothing is looked at");
        (await AskAsync("eve", "other")).Caller.ShouldBe("eve", "another user behind the same address");
        (await AskAsync("bob", "right", There)).Caller.ShouldBe("bob", "the user from elsewhere");
        foreach (var seconds in (int[])[1, 2, 4, 8, 16, 30, 30])
        {
            clock.Advance(TimeSpan.FromSeconds(seconds));
            (await AskAsync("bob", "wrong")).Pause.ShouldBeNull();
            (await AskAsync("bob", "right")).Pause.ShouldNotBeNull();
        }

        clock.Advance(TimeSpan.FromSeconds(30));
        (await AskAsync("bob", "right")).Caller.ShouldBe("bob");
        (await AskAsync("bob", "wrong")).Pause.ShouldBeNull("who came in starts anew");
        (await AskAsync("bob", "right")).Caller.ShouldBe("bob");
    }

    [Fact]
    public async Task Check_ManyWrongForAList_PausesNobodyOfItsSuccessors()
    {
        for (var i = 0; i < 10; i++)
            await AskAsync("bob", "wrong");

        // so many that two would share a place if lists shared places
        for (var i = 0; i < 5_000; i++)
            (await AskAsync("bob", "wrong", users: Plain())).Pause.ShouldBeNull();
    }

    [Fact]
    public async Task Check_WrongAtOnceWhereOneIsLeft_LooksAtNoMoreThanThereAreThreads()
    {
        var users = Hashed(iterations: 20_000);
        for (var i = 0; i < 9; i++)
            (await AskAsync("bob", $"wrong{i}", users: users)).Pause.ShouldBeNull();

        var last = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => AskAsync("bob", $"last{i}", users: users).AsTask()));

        last.Count(verdict => verdict.Pause is null).ShouldBeInRange(1, Math.Max(1, Environment.ProcessorCount / 2));
        last.ShouldAllBe(verdict => verdict.Caller == null);
    }

    [Fact]
    public async Task Check_WrongLongAgo_IsForgotten()
    {
        for (var i = 0; i < 10; i++)
            await AskAsync("bob", "wrong");
        clock.Advance(TimeSpan.FromMinutes(16));

        (await AskAsync("bob", "wrong")).Pause.ShouldBeNull();
        (await AskAsync("bob", "right")).Caller.ShouldBe("bob");
    }

    [Fact]
    public async Task Check_UnknownUser_IsPausedAsAKnownOne()
    {
        for (var i = 0; i < 10; i++)
            await AskAsync("nobody", "wrong");

        (await AskAsync("nobody", "wrong")).Pause.ShouldBe(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Check_TheSameAtOnce_IsCheckedOnceAndRecalled()
    {
        var users = Hashed(iterations: 100_000);

        var verdicts = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => AskAsync("bob", "right", Here, users).AsTask()));

        verdicts.ShouldAllBe(verdict => verdict.Caller == "bob");
        users.Recalled.TryRecall("bob:right", out var known).ShouldBeTrue();
        known.ShouldBe("bob");
        users.Recalled.TryRecall("bob:wrong", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Check_AFloodFromOneAddress_LeavesRoomForOthers()
    {
        var users = Hashed(iterations: 100_000);

        var flood = Enumerable.Range(0, 40).Select(i => AskAsync($"user{i}", "wrong", There, users).AsTask()).ToArray();
        var mine = await AskAsync("bob", "right", Here, users);

        mine.Caller.ShouldBe("bob");
        var verdicts = await Task.WhenAll(flood);
        verdicts.ShouldAllBe(verdict => verdict.Caller == null);
        verdicts.Count(verdict => verdict.Pause is null).ShouldBe(4, "so many of an address are looked at at once");
    }

    public void Dispose() => desk.Dispose();

    // two names of which neither is in the other's place
    private static UserList Plain()
    {
        while (true)
        {
            var users = new UserList(new Dictionary<string, ReadOnlyMemory<byte>> { ["bob"] = "right"u8.ToArray(), ["eve"] = "other"u8.ToArray() });
            if (new PasswordPlace(Here, users, "bob") != new PasswordPlace(Here, users, "eve"))
                return users;
        }
    }

    private static UserList Hashed(int iterations) =>
        new(new Dictionary<string, ReadOnlyMemory<byte>> { ["bob"] = Encoding.UTF8.GetBytes(PasswordHash.Make("right"u8, iterations)) });

    private ValueTask<PasswordVerdict> AskAsync(string name, string password, CallerAddress? from = null, UserList? users = null)
    {
        users ??= plain;
        users.Recalled.TryDigest($"{name}:{password}", out var digest).ShouldBeTrue();
        return desk.CheckAsync(users, digest, name, Encoding.UTF8.GetBytes(password), from ?? Here);
    }
}
