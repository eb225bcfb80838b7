using Kappa.Engine;
using Kappa.Logs;
using Kappa.StateStores;

namespace Kappa.Replay;

/// <summary>
/// Where a sample writes: a directory beside the state of the versions, so that it meets the same disk, or memory. It
/// is deleted afterwards, or by the next sample if the process is killed before.
/// </summary>
internal sealed class SamplePlace : IDisposable
{
    private const string Name = "plan-sample";

    private readonly IFileSystem _files;
    private readonly StateHome? _home;
    private readonly string? _parent;
    private readonly string? _directory;
    private readonly bool _hadParent;

    public SamplePlace(EngineSettings settings)
    {
        _files = settings.Seams.Files;
        _home = settings.State;
        _parent = _home?.Directory;
        if (_parent is null)
        {
            return;
        }

        _hadParent = _files.DirectoryExists(_parent);
        _directory = Path.Combine(_parent, Name);
        Delete();
        _files.CreateDirectory(_directory);
    }

    /// <summary>Where the state lies; null for memory.</summary>
    public StateHome? State =>
        _directory is null ? null : _home! with { Directory = Path.Combine(_directory, "state") };

    public EmbeddedLog OpenLog() => _directory is null
        ? EmbeddedLog.InMemory()
        : EmbeddedLog.Open(_files, Path.Combine(_directory, "log"));

    public void Dispose()
    {
        Delete();
        if (_parent is not null && !_hadParent && _files.List(_parent).Count == 0)
        {
            _files.DeleteDirectory(_parent);
        }
    }

    private void Delete()
    {
        if (_directory is not null && _files.DirectoryExists(_directory))
        {
            _files.DeleteDirectory(_directory);
        }
    }
}
