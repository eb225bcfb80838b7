using System.Globalization;
using Kappa.Snapshots;
using Microsoft.AspNetCore.Http;

namespace Kappa.Worker;

/// <summary>How a dump is applied, as the parameters of a request say it.</summary>
internal static class SnapshotQuery
{
    private const string Skip = "skip";
    private const string Fail = "fail";

    private static readonly string[] Names =
    [
        "key", "id", "started", "ignore", "types", "maxDelete", "expectRows", "duplicates", "keyless", "allowOlder",
        "allowColumns", "dryRun",
    ];

    /// <summary>Reads the parameters.</summary>
    /// <exception cref="KappaException">
    /// KAP6205: a value is none. KAP8043: there is no such parameter. KAP8044: there is no key.
    /// </exception>
    public static SnapshotOptions Read(HttpRequest request)
    {
        if (request.Query.Keys.FirstOrDefault(name => !Names.Contains(name, StringComparer.OrdinalIgnoreCase))
            is { } unknown)
        {
            throw SnapshotErrors.UnknownParameter(unknown, Names);
        }

        string[] key = Fields(QueryParameters.Text(request, "key"));
        return new SnapshotOptions
        {
            Key = key.Length > 0 ? key : throw SnapshotErrors.NoKeyNamed(),
            Id = QueryParameters.Text(request, "id"),
            Started = Started(QueryParameters.Text(request, "started")),
            Ignore = Fields(QueryParameters.Text(request, "ignore")),
            Types = ColumnTypes(QueryParameters.Text(request, "types") ?? ""),
            MaxDelete = MaxDelete(QueryParameters.Text(request, "maxDelete")),
            ExpectRows = QueryParameters.Number(request, "expectRows", 0, long.MaxValue),
            Duplicates = QueryParameters.Text(request, "duplicates") switch
            {
                null or "" or Fail => DuplicatePolicy.Fail,
                "first" => DuplicatePolicy.First,
                "last" => DuplicatePolicy.Last,
                var text => throw HttpErrors.BadParameter("duplicates", text, "fail, first or last"),
            },
            SkipKeyless = QueryParameters.Text(request, "keyless") switch
            {
                null or "" or Fail => false,
                Skip => true,
                var text => throw HttpErrors.BadParameter("keyless", text, "fail or skip"),
            },
            AllowOlder = QueryParameters.Flag(request, "allowOlder"),
            AllowColumns = QueryParameters.Flag(request, "allowColumns"),
            DryRun = QueryParameters.Flag(request, "dryRun"),
        };
    }

    /// <summary>Writes them.</summary>
    public static string Write(SnapshotOptions options)
    {
        List<(string Name, string? Value)> all =
        [
            ("key", string.Join(',', options.Key)),
            ("id", options.Id),
            ("started", options.Started?.ToString("O", CultureInfo.InvariantCulture)),
            ("ignore", options.Ignore.Count > 0 ? string.Join(',', options.Ignore) : null),
            ("types", options.Types.Count > 0
                ? string.Join(',', options.Types.Select(type => $"{type.Key}={ColumnTypeText.Of(type.Value)}")) : null),
            ("maxDelete", options.MaxDelete.ToString()),
            ("expectRows", options.ExpectRows?.ToString(CultureInfo.InvariantCulture)),
            ("duplicates", options.Duplicates switch
            {
                DuplicatePolicy.First => "first",
                DuplicatePolicy.Last => "last",
                _ => Fail,
            }),
            ("keyless", options.SkipKeyless ? Skip : Fail),
            ("allowOlder", Flag(options.AllowOlder)),
            ("allowColumns", Flag(options.AllowColumns)),
            ("dryRun", Flag(options.DryRun)),
        ];
        return string.Join('&', all.Where(item => item.Value is not null)
            .Select(item => $"{item.Name}={Uri.EscapeDataString(item.Value!)}"));
    }

    private static DateTimeOffset? Started(string? text) =>
        text is null or "" ? null
        : DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time) ? time
        : throw HttpErrors.BadParameter("started", text, "a time such as 2026-11-30T02:00:00Z");

    private static string? Flag(bool value) => value ? "true" : null;

    private static DeleteLimit MaxDelete(string? text) =>
        text is null or "" ? DeleteLimit.Default
        : DeleteLimit.TryParse(text, out DeleteLimit limit) ? limit
        : throw HttpErrors.BadParameter("maxDelete", text, "a share such as 10%, or a number of rows");

    private static Dictionary<string, ColumnType> ColumnTypes(string text) =>
        ColumnTypeText.TryParse(text, out Dictionary<string, ColumnType> types)
            ? types : throw HttpErrors.BadParameter("types", text, ColumnTypeText.Expected);

    private static string[] Fields(string? text) => ColumnTypeText.Fields(text ?? "");
}
