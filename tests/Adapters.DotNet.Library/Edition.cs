namespace Inference.Adapters.DotNet.Library;

public static class Edition
{
    public static string Name => "first";
}
