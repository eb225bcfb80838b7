using System.Security.Cryptography;
using System.Text;

namespace Kappa.Worker;

/// <summary>The name of an artifact: the SHA-256 of what <c>sha256sum</c> prints for its files.</summary>
/// <remarks>
/// One line a file, in ordinal order of the paths: 64 hexadecimal digits, two spaces, the path below the artifact
/// with forward slashes, a line feed. Names and content count, times and permissions do not. By hand:
/// <c>find * -type f | LC_ALL=C sort | xargs -d '\n' sha256sum | sha256sum</c> in the artifact's directory.
/// </remarks>
internal sealed class ArtifactHash : IDisposable
{
    private const int Digits = 64;
    private readonly IncrementalHash _lines = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private string _last = "";

    /// <summary>Whether a text has the form of a hash, so that it may become a part of a path.</summary>
    public static bool IsHash(string text) => text.Length == Digits && text.All(char.IsAsciiHexDigitLower);

    /// <summary>The hash of what lies in a directory.</summary>
    public static string Of(string directory)
    {
        using var hash = new ArtifactHash();
        foreach (string path in Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(directory, file).Replace(Path.DirectorySeparatorChar, '/'))
            .Order(StringComparer.Ordinal))
        {
            hash.Add(path, File.ReadAllBytes(Path.Combine(directory, path)));
        }

        return hash.Finish();
    }

    /// <summary>Adds the next file.</summary>
    /// <param name="path">Path below the artifact, with forward slashes; above the last one in ordinal order.</param>
    /// <param name="content">The whole file.</param>
    public void Add(string path, ReadOnlySpan<byte> content)
    {
        if (string.CompareOrdinal(_last, path) >= 0)
        {
            throw new ArgumentException($"'{path}' comes after '{_last}': not in order.", nameof(path));
        }

        _last = path;

        // A line feed in a name would read as two files.
        string name = path.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal);
        _lines.AppendData(Encoding.UTF8.GetBytes($"{Convert.ToHexStringLower(SHA256.HashData(content))}  {name}\n"));
    }

    /// <summary>The hash, 64 lower-case hexadecimal digits.</summary>
    public string Finish() => Convert.ToHexStringLower(_lines.GetHashAndReset());

    public void Dispose() => _lines.Dispose();
}
