namespace Kappa;

/// <summary>An open file, read and written at positions.</summary>
/// <remarks>
/// Reads may run on any number of threads, also beside one writer. Every error of the disk is a
/// <see cref="KappaException"/> with exit code <see cref="ExitCodes.DiskFailure"/>.
/// </remarks>
public interface IFile : IDisposable
{
    /// <summary>Path the file was opened with.</summary>
    string Path { get; }

    /// <summary>Length in bytes.</summary>
    long Length { get; }

    /// <summary>Reads bytes at a position.</summary>
    /// <param name="buffer">Where they go.</param>
    /// <param name="position">First byte to read.</param>
    /// <returns>How many were read: less than asked only at the end of the file.</returns>
    int Read(Span<byte> buffer, long position);

    /// <summary>Writes all bytes at a position. Not durable before <see cref="Sync"/>.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="position">Where the first one goes.</param>
    void Write(ReadOnlySpan<byte> bytes, long position);

    /// <summary>Cuts or extends the file.</summary>
    /// <param name="length">New length in bytes.</param>
    void SetLength(long length);

    /// <summary>Makes what was written durable (fdatasync). A failure is never an acknowledgement: stop.</summary>
    void Sync();
}
