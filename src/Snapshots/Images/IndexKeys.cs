using System.Buffers.Binary;

namespace Kappa.Snapshots;

/// <summary>The keys of an index, one behind the other in a file: it names rows that a dump does not have.</summary>
/// <remarks>
/// Length (four bytes, little-endian), then the key. Keys are added and never changed. What is read is only a hint:
/// the index has the hash of each key, so a file that a kill or a disk has damaged gives no wrong one. One thread.
/// </remarks>
internal sealed class IndexKeys : IDisposable
{
    private const int LengthBytes = 4;
    private const int FlushBytes = 256 << 10;

    private readonly FileStream _file;
    private readonly RowBytes _pending = new();
    private byte[] _read = new byte[256];
    private long _written;

    private IndexKeys(FileStream file, long length) => (_file, _written) = (file, length);

    /// <summary>Bytes of all keys that were added.</summary>
    public long Length => _written + _pending.Length;

    /// <summary>Bytes that a key takes.</summary>
    public static int BytesOf(int keyLength) => LengthBytes + keyLength;

    /// <summary>Makes an empty file.</summary>
    /// <exception cref="KappaException">KAP7160: the disk takes no more.</exception>
    public static IndexKeys Create(string path)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            return new IndexKeys(Open(path, FileMode.Create), 0);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw SnapshotErrors.IndexFailed(path, FlushBytes, error);
        }
    }

    /// <summary>Opens a file that has at least so many bytes; what is behind them goes.</summary>
    /// <returns>Null where there is none.</returns>
    public static IndexKeys? Open(string path, long length)
    {
        if (length < 0 || !File.Exists(path) || new FileInfo(path).Length < length)
        {
            return null;
        }

        FileStream file = Open(path, FileMode.Open);
        file.SetLength(length);
        file.Position = length;
        return new IndexKeys(file, length);
    }

    /// <summary>Adds a key.</summary>
    /// <returns>Where it is.</returns>
    /// <exception cref="KappaException">KAP7160: the disk takes no more.</exception>
    public long Add(ReadOnlySpan<byte> key)
    {
        long place = Length;
        BinaryPrimitives.WriteInt32LittleEndian(_pending.Reserve(LengthBytes), key.Length);
        _pending.Advance(LengthBytes);
        _pending.Add(key);
        if (_pending.Length >= FlushBytes)
        {
            Flush();
        }

        return place;
    }

    /// <summary>Gives the key at a place, as far as there is one.</summary>
    /// <returns>Bytes that may be a key, valid until the next call; empty where there is none.</returns>
    public ReadOnlySpan<byte> Read(long place)
    {
        Flush();
        int read = place < 0 ? 0 : RandomAccess.Read(_file.SafeFileHandle, _read, place);
        int length = read < LengthBytes ? -1 : BinaryPrimitives.ReadInt32LittleEndian(_read);
        if (length < 0 || length > _written - place - LengthBytes)
        {
            return [];
        }

        int bytes = LengthBytes + length;
        if (bytes > _read.Length)
        {
            _read = new byte[bytes];
            RandomAccess.Read(_file.SafeFileHandle, _read, place);
        }

        return _read.AsSpan(LengthBytes, length);
    }

    /// <summary>Hands all keys to the system.</summary>
    /// <exception cref="KappaException">KAP7160: the disk takes no more.</exception>
    public void Flush()
    {
        if (_pending.Length == 0)
        {
            return;
        }

        try
        {
            _file.Write(_pending.Written);
        }
        catch (IOException error)
        {
            throw SnapshotErrors.IndexFailed(_file.Name, _pending.Length, error);
        }

        _written += _pending.Length;
        _pending.Clear();
    }

    public void Dispose() => _file.Dispose();

    private static FileStream Open(string path, FileMode mode) =>
        new(path, mode, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
}
