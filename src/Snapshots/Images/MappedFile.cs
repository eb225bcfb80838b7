using System.IO.MemoryMappedFiles;

namespace Kappa.Snapshots;

/// <summary>A file whose bytes are read and written as memory; the system keeps in it what there is room for.</summary>
/// <remarks>
/// All its blocks are taken when it is made: a disk that is full says so then, and not when a byte is written, which
/// would end the process.
/// </remarks>
internal sealed unsafe class MappedFile : IDisposable
{
    private readonly MemoryMappedFile _map;
    private readonly MemoryMappedViewAccessor _view;

    private MappedFile(FileStream file)
    {
        Length = file.Length;
        _map = MemoryMappedFile.CreateFromFile(
            file, mapName: null, Length, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: false);
        _view = _map.CreateViewAccessor(0, Length);
        byte* bytes = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref bytes);
        Bytes = bytes;
    }

    /// <summary>Its bytes.</summary>
    public byte* Bytes { get; }

    /// <summary>How many there are.</summary>
    public long Length { get; }

    /// <summary>Makes a file of zeros.</summary>
    /// <exception cref="KappaException">KAP7160: the disk takes no more.</exception>
    public static MappedFile Create(string path, long length)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var file = new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.Create,
                Access = FileAccess.ReadWrite,
                BufferSize = 0,
                PreallocationSize = length,
            });
            file.SetLength(length);
            return new MappedFile(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw SnapshotErrors.IndexFailed(path, length, error);
        }
    }

    /// <summary>Opens a file that is there.</summary>
    /// <exception cref="IOException">It cannot be opened, or is empty.</exception>
    public static MappedFile Open(string path)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        return file.Length > 0 ? new MappedFile(file) : throw new EndOfStreamException($"{path} is empty.");
    }

    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _map.Dispose();
    }
}
