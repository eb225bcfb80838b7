using System.Threading.Channels;

namespace Kappa.Cli;

/// <summary>Waits until somebody has saved a source or sample data.</summary>
internal sealed class FolderWatch : IDisposable
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(150); // An editor saves in several steps.

    private readonly Channel<string> _saved = Channel.CreateUnbounded<string>();
    private readonly List<FileSystemWatcher> _watchers = [];
    private readonly TimeProvider _time;

    /// <param name="folders">What is watched, with all below; those that are not there are left out.</param>
    /// <param name="time">The clock.</param>
    public FolderWatch(IEnumerable<string> folders, TimeProvider time)
    {
        _time = time;
        foreach (string folder in folders.Where(Directory.Exists))
        {
            var watcher = new FileSystemWatcher(folder) { IncludeSubdirectories = true };
            watcher.Changed += (_, change) => Note(folder, change.FullPath);
            watcher.Created += (_, change) => Note(folder, change.FullPath);
            watcher.Deleted += (_, change) => Note(folder, change.FullPath);
            watcher.Renamed += (_, change) => Note(folder, change.FullPath);
            watcher.EnableRaisingEvents = true;
            _watchers.Add(watcher);
        }
    }

    /// <summary>Waits for the next save, and until no other follows it.</summary>
    /// <returns>The first file that was saved.</returns>
    public async Task<string> NextAsync(CancellationToken cancellationToken)
    {
        string first = await _saved.Reader.ReadAsync(cancellationToken);
        do
        {
            while (_saved.Reader.TryRead(out _))
            {
                // Of the same save.
            }

            await Task.Delay(Quiet, _time, cancellationToken);
        }
        while (_saved.Reader.TryPeek(out _));
        return first;
    }

    public void Dispose() => _watchers.ForEach(watcher => watcher.Dispose());

    private void Note(string folder, string file)
    {
        bool isOutput = Path.GetRelativePath(folder, file).Split(Path.DirectorySeparatorChar)
            .Any(part => part is "bin" or "obj" or "artifacts" || part.StartsWith('.'));
        if (!isOutput && Path.GetExtension(file) is ".cs" or ".csproj" or ".ndjson")
        {
            _saved.Writer.TryWrite(file);
        }
    }
}
