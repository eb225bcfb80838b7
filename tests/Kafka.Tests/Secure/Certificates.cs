using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Kappa.Logs.Tests;

/// <summary>An authority of a test's own, and the certificate of a broker on loopback that it has signed.</summary>
internal static class Certificates
{
    /// <summary>The password of the key store.</summary>
    public const string Password = "kappa-test";

    /// <summary>Writes NAME.pem with the authority, and NAME.p12 with the broker's key and certificate.</summary>
    public static void Write(string directory, string name)
    {
        DateTimeOffset from = DateTimeOffset.UtcNow.AddDays(-1);
        using RSA authorityKey = RSA.Create(2048);
        var authorityRequest = new CertificateRequest(
            $"CN=Kappa test authority {name}", authorityKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        authorityRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using X509Certificate2 authority = authorityRequest.CreateSelfSigned(from, from.AddDays(30));
        File.WriteAllText(Path.Combine(directory, $"{name}.pem"), authority.ExportCertificatePem());

        using RSA brokerKey = RSA.Create(2048);
        var brokerRequest = new CertificateRequest(
            "CN=broker", brokerKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        brokerRequest.CertificateExtensions.Add(names.Build());
        using X509Certificate2 broker = brokerRequest.Create(
            authority, from, from.AddDays(30), [1, .. RandomNumberGenerator.GetBytes(8)]).CopyWithPrivateKey(brokerKey);
        using X509Certificate2 withoutKey = X509CertificateLoader.LoadCertificate(authority.RawData);
        File.WriteAllBytes(
            Path.Combine(directory, $"{name}.p12"), new X509Certificate2Collection { broker, withoutKey }
                .Export(X509ContentType.Pkcs12, Password)!);
    }
}
