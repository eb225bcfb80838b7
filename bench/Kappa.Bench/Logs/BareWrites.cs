using System.Diagnostics;

namespace Kappa.Bench;

/// <summary>Writes to a file of its own what a log has stored for a commit, and syncs it.</summary>
internal sealed class BareWrites(IFile file, int seed) : IDisposable
{
    private readonly Random _random = new(seed);
    private byte[] _bytes = [];
    private long _end;
    private TimeSpan _time;

    public LatencySample Sample { get; } = new();

    public double BytesPerSecond => _end / _time.TotalSeconds;

    public void Write(int bytes)
    {
        if (_bytes.Length < bytes)
        {
            _bytes = new byte[bytes * 2];
            _random.NextBytes(_bytes);
        }

        long started = Stopwatch.GetTimestamp();
        file.Write(_bytes.AsSpan(0, bytes), _end);
        file.Sync();
        TimeSpan took = Stopwatch.GetElapsedTime(started);
        _end += bytes;
        _time += took;
        Sample.Add(took);
    }

    public void Dispose() => file.Dispose();
}
