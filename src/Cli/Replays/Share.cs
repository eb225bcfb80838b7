using System.CommandLine.Parsing;
using System.Globalization;

namespace Kappa.Cli;

/// <summary>A share that is typed as a percentage.</summary>
internal static class Share
{
    /// <summary>Takes <c>1%</c> and gives 0.01.</summary>
    public static decimal? Parse(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (text.EndsWith('%') && decimal.TryParse(
            text[..^1].TrimEnd(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal percent) &&
            percent is >= 0 and <= 100)
        {
            return percent / 100;
        }

        // A bare 1 might be meant as 1 % or as all.
        result.AddError($"'{text}' is no share: it must be a percentage from 0% to 100%, such as 1% or 0.5%.");
        return null;
    }
}
