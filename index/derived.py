"""Impacts made anew from stored sections, where a generation has no files of them that this program can read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from index.analysis.channels import CHANNELS, Channel
from index.documents import Section
from index.gathering import found_terms
from index.impacts import ChannelImpacts, write_impacts, write_postings
from index.postings import gather
from index.private_folder import private_folder


def derive_impacts(sections: Iterable[Section], data: Path) -> Mapping[Channel, ChannelImpacts]:
    """Give the impacts of sections, just as a build writes them: it takes as long as their analysis.

    Their files stand in a private folder, if need be in `data`, that is removed at once: they live on in memory. Raises
    TemporaryFolderError.
    """
    found = [found_terms(section) for section in sections]
    with private_folder(data) as folder:
        for channel in CHANNELS:
            terms = [each[channel] for each in found]
            postings = gather([one.frequencies for one in terms], [one.cells for one in terms])
            write_postings(folder, channel, postings)
            write_impacts(folder, channel, postings, len(found))
        return {channel: ChannelImpacts(folder, channel) for channel in CHANNELS}
