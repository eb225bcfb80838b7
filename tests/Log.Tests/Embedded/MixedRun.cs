namespace Kappa.Logs.Tests;

/// <summary>One mixed history over several lives of a process, with crash images of its moments.</summary>
internal sealed class MixedRun
{
    private const int Lives = 3;
    private const int MaxSteps = 25;
    private const int MaxDepth = 3; // A crash of a recovery from a crash of a recovery.

    private readonly int _seed;
    private readonly CrashTally _tally;
    private readonly Random _random; // Of the history; images draw from another, so that they do not change it.
    private readonly Random _draw;
    private readonly FixedTime _time = new(1_000_000);
    private readonly EmbeddedLogOptions _options;
    private int _images;

    public MixedRun(int seed, CrashTally tally)
    {
        _seed = seed;
        _tally = tally;
        _random = new Random(seed);
        _draw = new Random(~seed);

        // Tiny limits, so that rolls of segments and of the journal, inline and large commits all happen often.
        _options = new EmbeddedLogOptions
        {
            SegmentBytes = _random.Next(600, 3_000),
            InlineCommitBytes = _random.Next(200, 1_200),
            JournalBytes = _random.Next(1_500, 8_000),
            IndexIntervalBytes = _random.Next(50, 500),
            SegmentTime = _random.Next(3) == 0 ? TimeSpan.FromMilliseconds(300) : null,
            CleanUpInterval = TimeSpan.FromDays(4),
            CompactionBytes = 0,
            CompactionMemoryBytes = _random.Next(2) == 0 ? 1 : 1 << 20,
        };
    }

    public void Run()
    {
        FaultyFileSystem files = new(tracksCrashes: true);
        MixedHistory history = new(_random, MixedState.Empty, _time);
        for (int life = 0; life < Lives; life++)
        {
            files = Live(files, history);
        }
    }

    private string Hint => $"KAPPA_SEED={_seed}, image {_images} of this history";

    /// <summary>Lives a process, to its end or into a power cut or a kill.</summary>
    /// <returns>The disk as the next process finds it.</returns>
    private FaultyFileSystem Live(FaultyFileSystem files, MixedHistory history)
    {
        CrashDisk disk = new(files);
        int left = _random.Next(900); // Changes until the crash; most lives do not have as many.
        FaultyFileSystem? crashed = null;
        files.BeforeChange = () =>
        {
            if (crashed is not null || left-- == 0)
            {
                crashed ??= Crash.Image(files, _random);
                throw new PowerCutException();
            }

            if (_draw.Next(3) == 0)
            {
                Check(Crash.Image(files, _draw), history, disk.Change, depth: 0);
            }
        };
        try
        {
            Live(disk, history);
        }
        catch (PowerCutException)
        {
            // The next life begins with what is left.
        }

        files.BeforeChange = null;
        history.End();
        return crashed ?? (_random.Next(2) == 0 ? files : Crash.Image(files, _random));
    }

    private void Live(CrashDisk disk, MixedHistory history)
    {
        EmbeddedLog log = EmbeddedLog.Open(disk, "log", _options, _time);
        history.Settle(new MixedView(log, disk), Hint);
        history.Begin(log, disk);
        for (int i = _random.Next(MaxSteps); i > 0; i--)
        {
            history.Step();
        }

        if (_random.Next(3) > 0)
        {
            history.End();
            log.Dispose(); // Else as if killed: the next life recovers.
        }
    }

    /// <summary>Checks that a log recovers from an image to what is possible, goes on, and keeps that too.</summary>
    private void Check(FaultyFileSystem image, MixedHistory history, string change, int depth)
    {
        _images++;
        _tally.Add(image, $"change: {change}", $"operation: {history.Operation}", $"recoveries cut short: {depth}");
        CrashDisk disk = new(image);
        if (depth < MaxDepth && _draw.Next(20) == 0)
        {
            image.BeforeChange = () =>
            {
                if (_draw.Next(3) == 0)
                {
                    Check(Crash.Image(image, _draw), history, disk.Change, depth + 1);
                }
            };
        }

        FixedTime time = new(_time.GetUtcNow().ToUnixTimeMilliseconds());
        MixedHistory next = history.Fork(_draw, time);
        using EmbeddedLog log = Open(image, disk, time, $"{Hint} before {change}");
        image.BeforeChange = null;
        next.Settle(new MixedView(log, image), $"{Hint} before {change}");
        CrashFiles.Check(image, log, Hint);
        GoOn(image, log, disk, next, time);
    }

    private void GoOn(FaultyFileSystem image, EmbeddedLog log, CrashDisk disk, MixedHistory next, FixedTime time)
    {
        next.Begin(log, disk);
        for (int i = _draw.Next(3); i >= 0; i--)
        {
            next.Step();
        }

        next.End();
        if (_draw.Next(2) == 0)
        {
            FaultyFileSystem second = Crash.Image(image, _draw);
            using EmbeddedLog last = Open(second, new CrashDisk(second), time, $"{Hint}, after another crash");
            next.Settle(new MixedView(last, second), $"{Hint}, after another crash");
        }
    }

    private EmbeddedLog Open(FaultyFileSystem image, CrashDisk disk, FixedTime time, string hint)
    {
        try
        {
            EmbeddedLog log = EmbeddedLog.Open(disk, "log", _options, time);
            Assert.True(log.Generation == 1, hint);
            return log;
        }
        catch (KappaException error)
        {
            image.BeforeChange = null;
            throw new InvalidOperationException($"{hint}: {error.Message}", error);
        }
    }
}
