using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Inference.Cluster.Tests.Configuration;

/// <summary>A certificate that signed itself, and its key, as PEM.</summary>
internal sealed class Pair(X509Certificate2 certificate, string key) : IDisposable
{
    public string Certificate => certificate.ExportCertificatePem();

    public string Key => key;

    public static Pair Make()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=test", key, HashAlgorithmName.SHA256);
        var now = TimeProvider.System.GetUtcNow();
        return new Pair(request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1)), key.ExportECPrivateKeyPem());
    }

    public void Dispose() => certificate.Dispose();
}
