using System.Text;
using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.Files;

/// <summary>Requests with credentials.</summary>
internal static class Callers
{
    public static RawRequest As(this RawRequest request, string user, string password) => request.With("Authorization", Basic(user, password));

    public static string Basic(string user, string password) => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"));
}
