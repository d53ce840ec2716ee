using System.Collections.Immutable;
using System.Globalization;
using Avocado.Files.Diagnostics;
using Avocado.Images.Model;
using Microsoft.Build.Framework;

namespace Avocado.Sdk.Tasks.Reading;

/// <summary>DeviceUser and DeviceGroup items.</summary>
internal sealed class AccountReader(ReadingContext context)
{
    // 65534 is nobody and 65535 is -1 in 16 bits (systemd's UIDS-GIDS.md).
    private const uint LargestId = 65533;

    public ImmutableArray<DeviceUser> Users(ITaskItem[] items)
    {
        ImmutableArray<DeviceUser>.Builder users = ImmutableArray.CreateBuilder<DeviceUser>();
        foreach (ItemReader item in context.DistinctItems(PublicItem.DeviceUser, items))
        {
            item.Named(NameRule.Account, "user");
            if (Id(item) is { } id)
            {
                users.Add(new DeviceUser(
                    item.Name, id, item.Text("Group") ?? item.Name, Field(item, "Home", "/"),
                    Field(item, "Shell", "/usr/sbin/nologin"), Field(item, "Description", "")));
            }
        }
        return users.ToImmutable();
    }

    public ImmutableArray<DeviceGroup> Groups(ITaskItem[] items)
    {
        ImmutableArray<DeviceGroup>.Builder groups = ImmutableArray.CreateBuilder<DeviceGroup>();
        foreach (ItemReader item in context.DistinctItems(PublicItem.DeviceGroup, items))
        {
            item.Named(NameRule.Account, "group");
            if (Id(item) is { } id)
            {
                groups.Add(new DeviceGroup(item.Name, id));
            }
        }
        return groups.ToImmutable();
    }

    // Ids are pinned: var outlives images, and its files belong to numbers.
    private static uint? Id(ItemReader item)
    {
        if (item.RequiredText("Id", "an Id, which stays the same in every later image") is not { } text)
        {
            return null;
        }
        if (uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out uint id) && id is > 0 and <= LargestId)
        {
            return id;
        }
        item.ReportAt("Id", Codes.BadValue, $"Id of {item.Type} '{item.Name}'", text, $"a number from 1 to {LargestId}");
        return null;
    }

    // A ':' or a line end would begin another field or line of /etc/passwd.
    private static string Field(ItemReader item, string metadata, string fallback)
    {
        string text = item.Text(metadata) ?? fallback;
        if (text.Any(c => c == ':' || char.IsControl(c)))
        {
            item.ReportAt(metadata, Codes.BadValue, $"{metadata} of {item.Type} '{item.Name}'", text,
                "text without ':' and control characters");
        }
        return text;
    }
}
