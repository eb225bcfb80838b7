namespace Kappa.Logs.Tests;

/// <summary>Kills, power cuts and failing disks: what the crash tests share.</summary>
internal static class Crash
{
    /// <summary>Seed of one of many histories; the first one has that of all, so that it can be repeated.</summary>
    public static int Derive(int seed, long number)
    {
        ulong mixed = (ulong)number * 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return seed ^ (int)(mixed >> 33);
    }

    /// <summary>What a kill (of three one) or a power cut leaves of a disk at this moment.</summary>
    public static FaultyFileSystem Image(FaultyFileSystem files, Random random) =>
        random.Next(3) == 0 ? files.Copy() : files.CrashImage(random);

    /// <summary>Checks images of histories that crash before one of several changes of the disk.</summary>
    /// <param name="images">How many images; a sample has a fifth of them.</param>
    /// <param name="oneIn">Of how many changes one is taken.</param>
    /// <param name="begin">Begins a history.</param>
    /// <param name="lives">How many processes a history has.</param>
    public static void AtAnyChange(int images, int oneIn, Func<Random, ICrashHistory> begin, int lives = 2) =>
        Repeat(images, begin, (history, random, taken) => Live(history, random, lives, files =>
        {
            if (random.Next(oneIn) == 0)
            {
                history.Check(Image(files, random), taken());
            }
        }));

    /// <summary>Checks images of starts from images, which crash before one of several changes of the disk.</summary>
    /// <param name="images">How many images; a sample has a fifth of them.</param>
    /// <param name="oneIn">Of how many changes of a history one is taken.</param>
    /// <param name="thenOneIn">Of how many changes of the start, and of what the check does after it.</param>
    /// <param name="begin">Begins a history.</param>
    public static void AtAnyChangeAfterACrash(
        int images, int oneIn, int thenOneIn, Func<Random, ICrashHistory> begin) =>
        Repeat(images, begin, (history, random, taken) => Live(history, random, lives: 2, files =>
        {
            if (random.Next(oneIn) == 0)
            {
                FaultyFileSystem image = Image(files, random);
                image.BeforeChange = () =>
                {
                    if (random.Next(thenOneIn) == 0)
                    {
                        history.Check(Image(image, random), taken());
                    }
                };
                history.Check(image, taken());
            }
        }));

    /// <summary>Has the disk fail once, and checks what is left of it.</summary>
    /// <param name="what">What fails: "write", "sync" or "deletion".</param>
    /// <param name="nth">Which one.</param>
    /// <param name="fault">The error.</param>
    /// <param name="history">A history that has not begun.</param>
    /// <param name="random">Decides what is left.</param>
    /// <param name="hint">Begins what a failed check says.</param>
    /// <returns>Whether the history came so far.</returns>
    public static bool OfTheDisk(
        string what, int nth, DiskFault fault, ICrashHistory history, Random random, string hint)
    {
        FaultyFileSystem files = new(tracksCrashes: true);
        Action<int, DiskFault> fail = what switch
        {
            "write" => files.FailWrite,
            "sync" => files.FailSync,
            _ => files.FailDeletion,
        };
        fail(nth, fault);
        IgnoreErrorsOfTheDisk(() => Live(files, history, random, lives: 2));
        FaultyFileSystem killed = files.Copy();
        FaultyFileSystem cut = files.CrashImage(random);
        history.Check(killed, $"{what} {nth}, {hint}");
        history.Check(cut, $"{what} {nth}, {hint}");
        return !files.IsFaultPending; // Where the disk was full the log may have done without.
    }

    private static void Repeat(
        int images, Func<Random, ICrashHistory> begin, Action<ICrashHistory, Random, Func<string>> live)
    {
        Seed.Random(out int seed);
        (int taken, int enough) = (0, Campaign.Choose(images / 8, images));
        for (int number = 0; taken < enough; number++)
        {
            int own = Derive(seed, number);
            Random random = new(own);
            string Next() => $"KAPPA_SEED={own}, image {++taken}";
            try
            {
                live(begin(random), random, Next);
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"KAPPA_SEED={own}, image {taken}: {error.Message}", error);
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{taken} images");
    }

    private static void Live(ICrashHistory history, Random random, int lives, Action<FaultyFileSystem> beforeChange)
    {
        FaultyFileSystem files = new(tracksCrashes: true);
        files.BeforeChange = () => beforeChange(files);
        Live(files, history, random, lives);
    }

    private static void Live(FaultyFileSystem files, ICrashHistory history, Random random, int lives)
    {
        for (int life = 0; life < lives; life++)
        {
            EmbeddedLog log = history.Open(files);
            history.Live(log);
            if (random.Next(2) == 0)
            {
                log.Dispose(); // Else as if killed: the next life recovers.
            }
        }
    }

    private static void IgnoreErrorsOfTheDisk(Action action)
    {
        try
        {
            action();
        }
        catch (DiskFullException)
        {
            // The commit was refused; the log is killed here all the same.
        }
        catch (KappaException error)
        {
            Assert.Equal(ExitCodes.DiskFailure, error.ExitCode);
        }
    }
}
