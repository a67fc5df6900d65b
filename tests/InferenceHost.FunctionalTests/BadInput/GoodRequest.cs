using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.BadInput;

/// <summary>A request that is answered, to spoil, and to see after a bad one that the host serves on.</summary>
internal static class GoodRequest
{
    public const string Predict = "/tests/sum/predict";
    public const string Infer = "/v2/models/sum/infer";
    public const string Body = """{"inputs":[{"name":"a","datatype":"FP32","shape":[2],"data":[1,2]},{"name":"b","datatype":"FP32","shape":[2],"data":[3,4]}]}""";

    public static async Task ShouldBeServedAsync(this ModelsHost host)
    {
        (await RawRequest.Post(Predict, Body).SendAsync(host.Public)).Data<float>("sum").ShouldBe([4f, 6f]);
        (await RawRequest.Post(Infer, Body).SendAsync(host.Internal)).Data<float>("sum").ShouldBe([4f, 6f]);
    }
}
