namespace Inference.Load.Floors;

/// <summary>The least that moves a file: the body copied to a file as it comes, and a file copied to the answer, in blocks as large as the host's.</summary>
internal static class CopyEndpoints
{
    public const string Path = "/copy";
    private const int BlockSize = 256 << 10;

    public static void Map(WebApplication application, string folder)
    {
        var path = System.IO.Path.Combine(folder, "copied");
        application.MapPost(Path, async context =>
        {
            await using var file = File.Create(path, BlockSize);
            await context.Request.Body.CopyToAsync(file, context.RequestAborted);
        });
        application.MapGet(Path, async context =>
        {
            await using var file = File.OpenRead(path);
            context.Response.ContentLength = file.Length;
            await file.CopyToAsync(context.Response.Body, BlockSize, context.RequestAborted);
        });
    }
}
