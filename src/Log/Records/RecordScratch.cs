using System.Buffers;

namespace Kappa.Logs;

/// <summary>A scratch file for records that do not fit into memory before they are committed.</summary>
/// <remarks>
/// Any number of <see cref="RecordBuffer"/> share it, and its bound of memory: one that grows while they have reached
/// it writes what it has. One thread. Nothing in the file is synced, and nothing outlives the scratch.
/// </remarks>
public sealed class RecordScratch : IDisposable
{
    private readonly IFileSystem _files;
    private readonly string _path;
    private IFile? _file;
    private long _length;

    /// <summary>Makes a scratch; the file comes when it is needed.</summary>
    /// <param name="files">The files.</param>
    /// <param name="path">Full path of the file. What it holds from an earlier run is dropped.</param>
    /// <param name="memoryBytes">Bytes that the buffers keep in memory together; 0 or more.</param>
    public RecordScratch(IFileSystem files, string path, long memoryBytes)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentOutOfRangeException.ThrowIfNegative(memoryBytes);
        (_files, _path, MemoryBytes) = (files, path, memoryBytes);
        Drop();
    }

    /// <summary>Bytes that the buffers keep in memory together.</summary>
    public long MemoryBytes { get; }

    /// <summary>Bytes of records that lie in the file.</summary>
    public long FileBytes => _length;

    /// <summary>Bytes that the buffers have in memory now.</summary>
    internal long HeldBytes { get; set; }

    internal bool IsFull => HeldBytes > MemoryBytes;

    /// <summary>Closes the file and deletes it.</summary>
    public void Dispose()
    {
        _file?.Dispose();
        _file = null;
        Drop();
    }

    /// <summary>Writes bytes at the end.</summary>
    /// <returns>Where they begin.</returns>
    internal long Append(ReadOnlySpan<byte> bytes)
    {
        long position = _length;
        try
        {
            _file ??= Open();
            _file.Write(bytes, position);
        }
        catch (KappaException error)
        {
            throw LogErrors.ScratchFailed(_path, (error.InnerException ?? error).Message, error);
        }

        _length += bytes.Length;
        return position;
    }

    internal void Read(long position, Span<byte> to)
    {
        int read = _file!.Read(to, position);
        if (read < to.Length)
        {
            throw LogErrors.ScratchFailed(_path, $"It ends at byte {position + read:N0}: somebody has cut it.");
        }
    }

    /// <summary>Reads into pooled memory that grows.</summary>
    internal Span<byte> Read(long position, int length, ref byte[] buffer)
    {
        if (buffer.Length < length)
        {
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = ArrayPool<byte>.Shared.Rent(length);
        }

        Span<byte> bytes = buffer.AsSpan(0, length);
        Read(position, bytes);
        return bytes;
    }

    private IFile Open()
    {
        _files.CreateDirectory(Path.GetDirectoryName(_path)!);
        return _files.Open(_path);
    }

    private void Drop()
    {
        if (_files.FileExists(_path))
        {
            _files.DeleteFile(_path);
        }
    }
}
