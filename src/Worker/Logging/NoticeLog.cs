using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;

namespace Kappa.Worker;

/// <summary>
/// Makes log events of what the parts of a worker tell the operator. The event id of one that has an error code is its
/// number, and the name of the event the code.
/// </summary>
internal static partial class NoticeLog
{
    private const string Warning = "warning: ";

    /// <summary>Gives the function that the parts tell.</summary>
    /// <param name="logger">Where the events go.</param>
    public static Action<string> To(ILogger logger) => notice => Write(logger, notice);

    private static void Write(ILogger logger, string notice)
    {
        bool isWarning = notice.StartsWith(Warning, StringComparison.Ordinal);
        string code = Code().Match(notice).Groups[1].Value;
        LogLevel level = isWarning ? LogLevel.Warning : code.Length > 0 ? LogLevel.Error : LogLevel.Information;
        logger.Log(level, IdOf(code), notice, null, static (text, _) => text);
    }

    private static EventId IdOf(string code) => code.Length == 0
        ? default : new EventId(int.Parse(code["KAP".Length..], CultureInfo.InvariantCulture), code);

    [GeneratedRegex(@"\[(KAP[0-9]{4})[^\]]*\]$")]
    private static partial Regex Code();
}
