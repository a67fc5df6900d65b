using System.Net;
using InferenceHost.Admission.Passwords;
using InferenceHost.Protocols;
using InferenceHost.Protocols.Authentication;
using InferenceHost.Publishing;
using Microsoft.AspNetCore.Http.Features;

namespace Inference.InferenceHost.Tests.Protocols.Authentication;

/// <summary>What a caller who was seen before costs.</summary>
public sealed class RecallTests
{
    private const int MostBytes = 200;
    private const string Header = "Basic Ym9iOnJpZ2h0";
    private static readonly string[] Copies = [new(Header), new(Header)];

    [Theory]
    [InlineData("on this connection")]
    [InlineData("on another")]
    public async Task TryRecall_CredentialsSeenBefore_AllocatesNoMoreThanItMay(string where)
    {
        using var desk = new PasswordDesk(TimeProvider.System);
        using var call = Call(Header);
        var access = new ApiAccess { Users = new UserList(new Dictionary<string, ReadOnlyMemory<byte>> { ["bob"] = "right"u8.ToArray() }) };
        (await new Doorkeeper(desk).AdmitAsync(call, access)).Caller.ShouldBe("bob");

        var times = 0;
        Allocations(() =>
        {
            if (where == "on another")
                call.Request.Headers.Authorization = Copies[++times % 2];
            return Doorkeeper.TryAdmit(call, access, out var admittance) && admittance.Caller == "bob";
        }).ShouldBeLessThanOrEqualTo(MostBytes);
    }

    private static HttpCall Call(string header)
    {
        var features = new FeatureCollection();
        features.Set<IHttpRequestFeature>(new HttpRequestFeature());
        features.Set<IHttpResponseFeature>(new HttpResponseFeature());
        features.Set<IHttpConnectionFeature>(new HttpConnectionFeature { RemoteIpAddress = IPAddress.Loopback });
        var call = new HttpCall();
        call.Begin(features);
        call.Request.Headers.Authorization = header;
        return call;
    }

    private static long Allocations(Func<bool> recall)
    {
        for (var i = 0; i < 100; i++)
            recall().ShouldBeTrue();
        var least = long.MaxValue;
        for (var i = 0; i < 100; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var isKnown = recall();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            isKnown.ShouldBeTrue();
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{least} bytes");
        return least;
    }
}
