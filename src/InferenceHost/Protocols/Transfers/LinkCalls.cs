using Inference.Contracts;

namespace InferenceHost.Protocols.Transfers;

/// <summary>What comes by a signed link that was found valid; answered as an S3 store would.</summary>
internal static class LinkCalls
{
    /// <summary>Null once it is answered.</summary>
    public static async ValueTask<InferenceError?> ServeAsync(FileRequest request)
    {
        if (!request.Part.TryFind(request.Target.File, out var path, out var tooLong))
            return request.Fail(tooLong!);
        if (Methods.IsGet(request.Call))
            return await Download.SendAsync(request, path);
        var (entry, error) = await Upload.StoreAsync(request, path);
        if (entry is null)
            return error;
        EmptyAnswer.Send(request.Call, StatusCodes.Status200OK);
        return null;
    }
}
