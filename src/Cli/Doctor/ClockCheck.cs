using System.Runtime.InteropServices;

namespace Kappa.Cli;

/// <summary>Whether the clock is kept right: records are stamped with it, and cuts carry it.</summary>
internal static partial class ClockCheck
{
    private const string Name = "clock";
    private const int TimexBytes = 208; // struct timex of Linux on 64 bits.
    private const int StatusAt = 40;
    private const int Unsynchronised = 0x40; // STA_UNSYNC: adjtimex(2).

    public static Finding Look(TimeProvider time)
    {
        if (!OperatingSystem.IsLinux() || !Environment.Is64BitProcess)
        {
            return Finding.Good(Name, "Whether it is kept right is not known on this system.");
        }

        byte[] timex = new byte[TimexBytes]; // Modes 0: only asks.
        bool isAsked = Adjust(timex) >= 0;
        return Judge(isAsked ? (BitConverter.ToInt32(timex, StatusAt) & Unsynchronised) == 0 : null, time.GetUtcNow());
    }

    /// <param name="isKept">Whether something keeps it right; null where that is not known.</param>
    /// <param name="now">What it shows.</param>
    public static Finding Judge(bool? isKept, DateTimeOffset now) => isKept switch
    {
        false => Finding.Warning(
            Name, $"Nothing keeps it right; it shows {now:yyyy-MM-dd HH:mm:ss} UTC.",
            "Run chrony or systemd-timesyncd: records are stamped with it."),
        true => Finding.Good(Name, $"It shows {now:yyyy-MM-dd HH:mm:ss} UTC and is kept right."),
        null => Finding.Good(Name, $"It shows {now:yyyy-MM-dd HH:mm:ss} UTC."),
    };

    [LibraryImport("libc", EntryPoint = "adjtimex")]
    private static partial int Adjust([In, Out] byte[] timex);
}
