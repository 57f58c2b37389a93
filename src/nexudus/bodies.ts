import { z } from 'zod';

// What the five endpoints accept, property by property as the API's pages list them (documented). The objects are
// loose because a PUT must carry the whole record back, read-only properties included (documented).

const text = z.string().nullish();
const flag = z.boolean().nullish();
const number = z.number().nullish();
const id = z.int();
const optionalId = z.int().nullish();
const ids = z.array(z.int()).nullish();

const videoRoom = {
  BusinessId: id,
  Name: z.string().min(1),
  NumberOfParticipants: z.int(),
  Description: text,
  NewImageUrl: text,
  ClearImageFile: flag,
  Active: flag,
  OnlyForContacts: flag,
  OnlyForMembers: flag,
};

/** POST /api/community/videorooms */
export const newVideoRoomBody = z.looseObject(videoRoom);

/** PUT /api/community/videorooms */
export const videoRoomBody = z.looseObject({ Id: id, ...videoRoom });

/** PUT /api/collaboration/workspaces */
export const workspaceBody = z.looseObject({
  Id: id,
  BusinessId: id,
  AdministratorId: id,
  Name: z.string().min(1),
  VisibleInMySpaces: flag,
  VisibleByEveryone: flag,
  Archived: flag,
  Description: text,
  Members: ids,
  AddedMembers: ids,
  RemovedMembers: ids,
});

/** PUT /api/spaces/teams. GoogleMapsLink: its page lost this name and shows only its description (documented elsewhere). */
export const teamBody = z.looseObject({
  Id: id,
  BusinessId: id,
  Name: z.string().min(1),
  Description: text,
  TunnelPrivateGroupId: text,
  TeamMembers: ids,
  AddedTeamMembers: ids,
  RemovedTeamMembers: ids,
  TeamAdministrators: ids,
  AddedTeamAdministrators: ids,
  RemovedTeamAdministrators: ids,
  CreateSingleInvoiceForTeam: flag,
  UseSpecialPrices: flag,
  PayingMemberId: optionalId,
  DefaultMemberTariffId: optionalId,
  MaxTeamMemberCount: number,
  TransferCreditsToPayingMember: flag,
  ShareTimePasses: flag,
  ShareExtraServices: flag,
  ShareBookingCredit: flag,
  DiscountExtraServices: number,
  DiscountTimePasses: number,
  DiscountCharges: number,
  DiscountTariffs: number,
  ProfileSummary: text,
  ProfileTags: text,
  ProfileWebsite: text,
  GoogleMapsLink: text,
  ProfileIsPublic: flag,
  HasCommunityGroup: flag,
  NewTeamLogoUrl: text,
  ClearTeamLogoFile: flag,
  NewTeamImage1Url: text,
  ClearTeamImage1File: flag,
  NewTeamImage2Url: text,
  ClearTeamImage2File: flag,
  NewTeamImage3Url: text,
  ClearTeamImage3File: flag,
  Twitter: text,
  Facebook: text,
  Linkedin: text,
  Skype: text,
  Telegram: text,
  Github: text,
  Pinterest: text,
  Flickr: text,
  Instagram: text,
  Vimeo: text,
  Tumblr: text,
  Blogger: text,
  DisableAttendanceDashboard: flag,
  ExtraServices: ids,
  AddedExtraServices: ids,
  RemovedExtraServices: ids,
});

/** PUT /api/security/userroles */
export const userRoleBody = z.looseObject({
  Id: id,
  BusinessId: id,
  Name: z.string().min(1),
  Roles: ids,
  AddedRoles: ids,
  RemovedRoles: ids,
  Users: ids,
  AddedUsers: ids,
  RemovedUsers: ids,
});
