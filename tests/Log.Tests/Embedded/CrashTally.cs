using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Kappa.Logs.Tests;

/// <summary>Counts crash images: of which moments they were, and how many differ.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class CrashTally
{
    private readonly ConcurrentDictionary<string, long> _kinds = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<UInt128, byte> _distinct = new();
    private long _images;
    private volatile bool _hasFailed;

    public long Images => Interlocked.Read(ref _images);

    /// <summary>Whether one of the checks has failed.</summary>
    public bool HasFailed => _hasFailed;

    /// <summary>Counts an image under each of some kinds.</summary>
    public void Add(FaultyFileSystem image, params ReadOnlySpan<string> kinds)
    {
        Interlocked.Increment(ref _images);
        _distinct.TryAdd(Hash(image), 0);
        foreach (string kind in kinds)
        {
            _kinds.AddOrUpdate(kind, 1, (_, count) => count + 1);
        }
    }

    /// <summary>Checks images; an error says after how many of them.</summary>
    public void Try(Action action)
    {
        try
        {
            action();
        }
        catch (Exception error)
        {
            _hasFailed = true;
            throw new InvalidOperationException($"After {Images} images: {error.Message}", error);
        }
    }

    public long Of(string kind) => _kinds.GetValueOrDefault(kind);

    /// <summary>A line for each kind, and one for all.</summary>
    public string Report() => string.Join('\n', _kinds
        .OrderBy(kind => kind.Key, StringComparer.Ordinal)
        .Select(kind => $"{kind.Key}: {kind.Value}")
        .Append($"{Images} images, {_distinct.Count} distinct"));

    private static UInt128 Hash(FaultyFileSystem image)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, image, "log");
        return BitConverter.ToUInt128(hash.GetHashAndReset());
    }

    private static void Append(IncrementalHash hash, FaultyFileSystem image, string directory)
    {
        foreach (string name in image.List(directory))
        {
            string path = $"{directory}/{name}";
            hash.AppendData(System.Text.Encoding.UTF8.GetBytes(path + "\n"));
            if (image.DirectoryExists(path))
            {
                Append(hash, image, path);
            }
            else
            {
                byte[] bytes = Files.Read(image, path);
                hash.AppendData(BitConverter.GetBytes(bytes.Length));
                hash.AppendData(bytes);
            }
        }
    }
}
