using Microsoft.Win32.SafeHandles;

namespace Kappa.Snapshots;

/// <summary>The bytes of a run that is in a file.</summary>
/// <param name="path">The file.</param>
internal sealed class RunFile(string path) : IRunBytes
{
    private readonly SafeFileHandle _file = File.OpenHandle(path);
    private long _position;

    /// <summary>Opens all of some files, or none.</summary>
    public static List<IRunBytes> OpenAll(IReadOnlyList<string> paths)
    {
        List<IRunBytes> files = [];
        try
        {
            foreach (string path in paths)
            {
                files.Add(new RunFile(path));
            }

            return files;
        }
        catch
        {
            files.ForEach(file => file.Dispose());
            throw;
        }
    }

    public int Read(Span<byte> to)
    {
        int read = RandomAccess.Read(_file, to, _position);
        _position += read;
        return read;
    }

    public void Dispose() => _file.Dispose();
}
