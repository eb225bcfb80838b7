using System.Security.Cryptography;
using System.Text;

namespace Kappa.Crash.Tests;

/// <summary>Destinations with names of a kilobyte that no compression makes small, so that state takes room.</summary>
internal static class WideNames
{
    private const int Bytes = 512;

    /// <summary>How many there are: about 2 MB of keys.</summary>
    public const int Count = 2_000;

    public static string Of(int number) =>
        $"{NumberedRecords.Destination(number)}-" + Convert.ToHexString(Random(number));

    private static byte[] Random(int number) => HKDF.Expand(
        HashAlgorithmName.SHA256, SHA256.HashData(Encoding.ASCII.GetBytes($"{number}")), Bytes);
}
