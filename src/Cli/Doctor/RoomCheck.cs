namespace Kappa.Cli;

/// <summary>Room on the disk: a full one stops a worker until there is some.</summary>
internal static class RoomCheck
{
    private const string Name = "room";
    private const long LeastBytes = 256L << 20;
    private const long FewBytes = 5L << 30;
    private const double FewShare = 0.1;

    public static Finding Look(string directory)
    {
        var drive = new DriveInfo(directory);
        return Judge(drive.AvailableFreeSpace, drive.TotalSize);
    }

    public static Finding Judge(long free, long total)
    {
        string what = $"{free / (double)(1L << 30):0.0} of {total / (double)(1L << 30):0.0} GB are free.";
        return free < LeastBytes
            ? Finding.Wrong(Name, what, "Free some: docs/operations.md, Disk full, says what may go.")
            : free < FewBytes && free < total * FewShare
                ? Finding.Warning(Name, what, "Free some, or move the data directory, before the disk is full.")
                : Finding.Good(Name, what);
    }
}
